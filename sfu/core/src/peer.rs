//! One str0m peer: built, answered, fed and polled. What str0m fails or panics at stays inside. Never decides what reaches
//! whom.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use lotse_protocol::channel::{CHANNEL_ID, CHANNEL_LABEL, VideoCodec};
use lotse_protocol::limits::CHANNEL_MESSAGE_BYTES_MAX;
use str0m::change::SdpOffer;
use str0m::channel::{ChannelConfig, ChannelId, Reliability};
use str0m::config::{CryptoProvider, DtlsVersion};
use str0m::format::CodecSpec;
use str0m::media::{KeyframeRequestKind, MediaKind, Mid, Pt};
use str0m::net::Receive;
use str0m::rtp::{Extension, ExtensionMap, RtpWrite};
use str0m::{IceCreds, Input, Output, Rtc, RtcConfig, RtcError};

use crate::candidate::HostCandidate;
use crate::certificate::Certificate;
use crate::config::Egress;
use crate::datagram::Datagram;
use crate::dtls;
use crate::lane::SealerPlace;
use crate::limits::{
    CHANNEL_BUFFER_BYTES_MAX, CHANNEL_BUFFER_LOW, QUALITY_INTERVAL, RESEND_AGE_MAX,
    RESEND_PACKETS_MAX, RESEND_SHARE_MAX,
};
use crate::offer::{Offer, Way};

/// What every peer of a core shares.
#[derive(Clone)]
pub(crate) struct PeerSetup {
    pub(crate) crypto: Arc<CryptoProvider>,
    pub(crate) certificate: Certificate,
    pub(crate) candidates: Vec<HostCandidate>,
    pub(crate) egress: Egress,
}

/// What went wrong inside str0m.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PeerFault {
    /// It refused the input; the peer may live on.
    Refused,
    /// The peer is dead.
    Dead,
    /// It panicked; the peer must not be touched again.
    Panicked,
}

/// A media section and what may flow in it.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub(crate) mid: Mid,
    /// Payload types as both sides agreed on, with what they mean.
    pub(crate) formats: Vec<(Pt, CodecSpec)>,
    /// Payload types, each with the one under which its packets are sent again.
    pub(crate) resends: Vec<(Pt, Pt)>,
    /// What our side is called in it, where we send.
    pub(crate) names: Option<Names>,
}

/// What an outgoing stream is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    pub(crate) ssrc: u32,
    /// The stream of what is sent again.
    pub(crate) resend_ssrc: Option<u32>,
    /// The header extension that names the media section, if the peer wants it.
    pub(crate) mid_id: Option<u8>,
}

/// One str0m peer.
pub(crate) struct Peer {
    /// Nothing once it has panicked.
    rtc: Option<Rtc>,
    channel: Option<ChannelId>,
    sealer: SealerPlace,
}

impl Peer {
    /// A peer that answers `offer`, and the answer.
    pub(crate) fn answer(
        setup: &PeerSetup,
        offer: &Offer,
        way: Way,
        ice: &IceCreds,
        now: Instant,
    ) -> Result<(Self, String), PeerFault> {
        let config = config(setup, offer, way, ice);
        let build = || catch_unwind(AssertUnwindSafe(|| config.build(now)));
        let (rtc, sealer) = dtls::with_sealer(build);
        let mut peer = Self {
            rtc: Some(rtc.map_err(|_| PeerFault::Panicked)?),
            channel: None,
            sealer,
        };
        for candidate in &setup.candidates {
            let candidate = candidate.to_ice().map_err(|_| PeerFault::Refused)?;
            peer.touch(|rtc| {
                rtc.add_local_candidate(candidate);
            });
        }
        let sdp = peer.accept(&offer.text)?;
        if offer.has_channel {
            peer.channel =
                Some(peer.guarded(|rtc| Ok(rtc.direct_api().create_data_channel(our_channel())))?);
        }
        Ok((peer, sdp))
    }

    /// Takes an ICE restart, with credentials of our choice; str0m's own would name no shard and are easier to guess.
    pub(crate) fn restart_ice(&mut self, offer: &Offer, ice: &IceCreds) -> Result<(), PeerFault> {
        self.accept(&offer.text)?;
        self.guarded(|rtc| {
            rtc.direct_api().set_local_ice_credentials(ice.clone());
            Ok(())
        })
    }

    pub(crate) fn receive(
        &mut self,
        now: Instant,
        datagram: &Datagram<'_>,
    ) -> Result<(), PeerFault> {
        let Datagram {
            transport,
            source,
            destination,
            bytes,
        } = *datagram;
        self.guarded(|rtc| {
            let received = Receive::new(transport.protocol(), source, destination, bytes)?;
            rtc.handle_input(Input::Receive(now, received))
        })
    }

    pub(crate) fn timeout(&mut self, now: Instant) -> Result<(), PeerFault> {
        self.guarded(|rtc| rtc.handle_input(Input::Timeout(now)))
    }

    pub(crate) fn poll(&mut self) -> Result<Output, PeerFault> {
        self.guarded(Rtc::poll_output)
    }

    /// Begins to say goodbye; keep polling.
    pub(crate) fn close(&mut self) -> Result<(), PeerFault> {
        self.guarded(Rtc::close)
    }

    /// Where the sealer of what this peer is sent will be, once DTLS is up.
    pub(crate) fn sealer(&self) -> SealerPlace {
        Arc::clone(&self.sealer)
    }

    /// The stream of this kind, once both sides have agreed on it.
    pub(crate) fn stream(&mut self, mid: Mid) -> Option<Stream> {
        self.touch(|rtc| stream(rtc, mid)).flatten()
    }

    /// Queues one packet; it leaves with the next timeout.
    pub(crate) fn write(&mut self, mid: Mid, packet: RtpWrite) {
        self.touch(|rtc| {
            if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None) {
                stream.write_rtp(packet);
            }
        });
    }

    /// Sets the resend cache of an outgoing video, and empties it.
    pub(crate) fn reset_resends(&mut self, mid: Mid) {
        self.touch(|rtc| {
            if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None) {
                stream.set_rtx_cache(RESEND_PACKETS_MAX, RESEND_AGE_MAX, Some(RESEND_SHARE_MAX));
            }
        });
    }

    /// Asks for a picture that needs no other; false while no stream has come. It leaves with the next timeout.
    pub(crate) fn request_picture(&mut self, mid: Mid) -> bool {
        let asked = self.touch(|rtc| {
            let mut api = rtc.direct_api();
            let stream = api.stream_rx_by_mid(mid, None)?;
            stream.request_keyframe(KeyframeRequestKind::Pli);
            Some(())
        });
        asked.flatten().is_some()
    }

    /// Whether this is our data channel, and not one that the peer made up.
    pub(crate) fn is_our_channel(&self, channel: ChannelId) -> bool {
        self.channel == Some(channel)
    }

    /// Asks to be told when our channel takes more again.
    pub(crate) fn watch_channel(&mut self) {
        let channel = self.channel;
        self.touch(|rtc| {
            if let Some(mut channel) = channel.and_then(|id| rtc.channel(id)) {
                channel.set_buffered_amount_low_threshold(CHANNEL_BUFFER_LOW);
            }
        });
    }

    /// Writes one message to our channel; false when it takes no more now.
    pub(crate) fn write_text(&mut self, text: &str) -> Result<bool, PeerFault> {
        let channel = self.channel;
        self.guarded(|rtc| {
            let Some(mut channel) = channel.and_then(|id| rtc.channel(id)) else {
                return Ok(false);
            };
            channel.write(false, text.as_bytes())
        })
    }

    /// Whether the peer has acknowledged all that was written to our channel.
    pub(crate) fn is_all_heard(&mut self) -> bool {
        let channel = self.channel;
        let waits = self.touch(|rtc| {
            let channel = channel.and_then(|id| rtc.channel(id));
            channel.map_or(0, |mut channel| channel.buffered_amount())
        });
        waits.is_none_or(|waits| waits == 0)
    }

    fn accept(&mut self, offer: &str) -> Result<String, PeerFault> {
        self.guarded(|rtc| {
            let offer = SdpOffer::from_sdp_string(offer)?;
            Ok(rtc.sdp_api().accept_offer(offer)?.to_sdp_string())
        })
    }

    /// For what cannot fail: nothing where it panicked, which the next poll tells.
    fn touch<T>(&mut self, act: impl FnOnce(&mut Rtc) -> T) -> Option<T> {
        self.guarded(|rtc| Ok(act(rtc))).ok()
    }

    /// The only way to str0m. One that has panicked is dropped at once, since nobody knows what state it is in.
    fn guarded<T>(
        &mut self,
        act: impl FnOnce(&mut Rtc) -> Result<T, RtcError>,
    ) -> Result<T, PeerFault> {
        let rtc = self.rtc.as_mut().ok_or(PeerFault::Panicked)?;
        match catch_unwind(AssertUnwindSafe(|| act(rtc))) {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) if rtc.is_alive() => Err(PeerFault::Refused),
            Ok(Err(_)) => Err(PeerFault::Dead),
            Err(_) => {
                let broken = self.rtc.take();
                // What is broken may break once more while it is taken apart.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(broken)));
                Err(PeerFault::Panicked)
            }
        }
    }
}

impl std::fmt::Debug for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Peer(…)")
    }
}

fn stream(rtc: &mut Rtc, mid: Mid) -> Option<Stream> {
    let names = names(rtc, mid);
    let media = rtc.media(mid)?;
    let params = rtc.codec_config().params().iter();
    let agreed = params.filter(|param| media.remote_pts().contains(&param.pt()));
    let resends = agreed
        .clone()
        .filter_map(|it| Some((it.pt(), it.resend()?)));
    Some(Stream {
        mid,
        formats: agreed.clone().map(|it| (it.pt(), it.spec())).collect(),
        resends: resends.collect(),
        names,
    })
}

fn names(rtc: &mut Rtc, mid: Mid) -> Option<Names> {
    let mid_id = rtc.media(mid)?.remote_extmap().id_of(Extension::RtpMid);
    let mut api = rtc.direct_api();
    let stream = api.stream_tx_by_mid(mid, None)?;
    Some(Names {
        ssrc: *stream.ssrc(),
        resend_ssrc: stream.rtx().map(|ssrc| *ssrc),
        mid_id,
    })
}

/// Whether what `source` sends can be decoded where `helper` was agreed on.
pub(crate) fn decodes(helper: &CodecSpec, source: &CodecSpec) -> bool {
    let (h, s) = (&helper.format, &source.format);
    // RFC 6184 section 8.1: the first of three bytes is the profile; its constraints only narrow it.
    let h264_profile = |id: Option<u32>| id.map(|id| id >> 16);
    helper.codec == source.codec
        && helper.clock_rate == source.clock_rate
        && h.packetization_mode.unwrap_or(0) == s.packetization_mode.unwrap_or(0)
        && h264_profile(h.profile_level_id) == h264_profile(s.profile_level_id)
        && h.profile_id.unwrap_or(0) == s.profile_id.unwrap_or(0)
        && h.profile.unwrap_or(0) == s.profile.unwrap_or(0)
}

fn config(setup: &PeerSetup, offer: &Offer, way: Way, ice: &IceCreds) -> RtcConfig {
    let mut config = Rtc::builder()
        .set_rtp_mode(true)
        .set_ice_lite(true)
        .set_dtls_version(DtlsVersion::Dtls12)
        .set_dtls_cert(setup.certificate.for_str0m())
        .set_crypto_provider(setup.crypto.clone())
        .set_local_ice_credentials(ice.clone())
        .set_extension_map(extensions(way))
        .set_stats_interval(Some(QUALITY_INTERVAL))
        .set_sctp_max_buffered_amount(CHANNEL_BUFFER_BYTES_MAX)
        .set_sctp_max_message_size(u32::try_from(CHANNEL_MESSAGE_BYTES_MAX).unwrap_or(u32::MAX))
        .clear_codecs()
        .enable_opus(true, false);
    // What helpers ask to be sent again reaches us this way alone; there is little else to copy, since media pass it by.
    config = config.enable_raw_packets(way == Way::Receives && setup.egress != Egress::Peer);
    // The peer's order is the peer's wish; an answer keeps ours, so ours is theirs.
    for codec in &offer.video {
        match codec {
            VideoCodec::Vp8 => config = config.enable_vp8(true),
            VideoCodec::Vp9 => config = config.enable_vp9(true),
            VideoCodec::Av1 => config = config.enable_av1(true),
            VideoCodec::H264 => {
                let codecs = config.codec_config();
                let pt = Pt::new_with_value;
                codecs.add_h264(pt(108), Some(pt(109)), true, 0x42_e0_1f);
                codecs.add_h264(pt(127), Some(pt(121)), true, 0x42_00_1f);
            }
        }
    }
    config
}

/// Feedback for congestion control comes from us to who sends; towards helpers every extension costs on every packet.
fn extensions(way: Way) -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    map.set(4, Extension::RtpMid);
    match way {
        Way::Sends => {
            map.set(2, Extension::AbsoluteSendTime);
            map.set(3, Extension::TransportSequenceNumber);
        }
        Way::Receives => {}
    }
    map
}

fn our_channel() -> ChannelConfig {
    ChannelConfig {
        label: CHANNEL_LABEL.to_owned(),
        ordered: true,
        reliability: Reliability::Reliable,
        negotiated: Some(CHANNEL_ID),
        protocol: String::new(),
    }
}

/// The kind of a media section, for callers that hold no str0m types.
pub(crate) const fn is_video(kind: MediaKind) -> bool {
    match kind {
        MediaKind::Video => true,
        MediaKind::Audio => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test fixes the epoch")]
    fn what_panics_is_never_touched_again() {
        let mut peer = Peer {
            rtc: Some(Rtc::builder().build(Instant::now())),
            channel: None,
            sealer: SealerPlace::default(),
        };

        let first = peer.guarded(|_| -> Result<(), RtcError> { panic!("as str0m might") });

        assert_eq!(first, Err(PeerFault::Panicked));
        assert!(peer.rtc.is_none());
        assert!(matches!(peer.poll(), Err(PeerFault::Panicked)));
        assert!(peer.is_all_heard());
    }
}
