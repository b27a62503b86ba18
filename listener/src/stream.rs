//! A connection whose first bytes were read to see what it speaks: they are given out first. It carries the place it
//! takes, so an upgraded connection holds its place to the end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use crate::first_bytes::{NEEDED_MAX, Speaks, classify};
use crate::places::Place;

/// A connection with its first bytes put back.
#[derive(Debug)]
pub(crate) struct Prefixed<S> {
    prefix: Bytes,
    io: S,
    place: Option<Place>,
}

impl<S> Prefixed<S> {
    pub(crate) fn new(prefix: Bytes, io: S, place: Option<Place>) -> Self {
        Self { prefix, io, place }
    }
}

/// Reads until it is clear what `io` speaks; `None` when it closes before.
pub(crate) async fn read_first<S: AsyncRead + Unpin>(
    io: &mut S,
) -> io::Result<Option<(Speaks, Bytes)>> {
    let mut first = BytesMut::with_capacity(NEEDED_MAX.saturating_mul(64));
    while first.len() < first.capacity() {
        if io.read_buf(&mut first).await? == 0 {
            return Ok(None);
        }
        if let Some(speaks) = classify(&first) {
            return Ok(Some((speaks, first.freeze())));
        }
    }
    Ok(Some((Speaks::Unknown, first.freeze())))
}

impl<S: AsyncRead + Unpin> AsyncRead for Prefixed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let len = self.prefix.len().min(buf.remaining());
        if len == 0 {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        if let Some(head) = self.prefix.get(..len) {
            buf.put_slice(head);
        }
        self.prefix.advance(len);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Prefixed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.place = None;
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
