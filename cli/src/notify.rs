//! The word to whoever supervises the process (sd_notify(3)): ready, loading anew, stopping. Without a supervisor, or with one
//! that does not listen, nothing happens; never waits.

use std::env;
use std::ffi::OsStr;
use std::io;
#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt;
#[cfg(target_os = "linux")]
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// What the supervisor is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// Everything serves.
    Ready,
    /// Certificates are being loaded anew.
    Reloading,
    /// It ends.
    Stopping,
}

impl Word {
    const fn text(self) -> &'static str {
        match self {
            Self::Ready => "READY=1\n",
            Self::Reloading => "RELOADING=1\n",
            Self::Stopping => "STOPPING=1\n",
        }
    }
}

/// Tells the supervisor, if there is one.
pub(crate) fn tell(word: Word) {
    let Some(place) = env::var_os("NOTIFY_SOCKET").filter(|place| !place.is_empty()) else {
        return;
    };
    if let Err(error) = send(&place, word) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

fn send(place: &OsStr, word: Word) -> io::Result<()> {
    let address = address(place)?;
    let socket = UnixDatagram::unbound()?;
    socket.set_nonblocking(true)?;
    socket.send_to_addr(word.text().as_bytes(), &address)?;
    Ok(())
}

/// sd_notify(3): a name that begins with @ is in the abstract namespace, which Linux alone has.
fn address(place: &OsStr) -> io::Result<SocketAddr> {
    #[cfg(target_os = "linux")]
    if let [b'@', name @ ..] = place.as_bytes() {
        return SocketAddr::from_abstract_name(name);
    }
    SocketAddr::from_pathname(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_reaches_a_socket_by_its_path_and_by_its_abstract_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let by_path = UnixDatagram::bind(&path).unwrap();
        let name = format!("lotse-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).unwrap();
        let by_name = UnixDatagram::bind_addr(&address).unwrap();

        send(path.as_os_str(), Word::Ready).unwrap();
        send(OsStr::new(&format!("@{name}")), Word::Stopping).unwrap();

        let mut buffer = [0; 64];
        let length = by_path.recv(&mut buffer).unwrap();
        assert_eq!(buffer.get(..length).unwrap(), b"READY=1\n");
        let length = by_name.recv(&mut buffer).unwrap();
        assert_eq!(buffer.get(..length).unwrap(), b"STOPPING=1\n");
        assert!(send(OsStr::new("/nowhere/at/all"), Word::Ready).is_err());
    }
}
