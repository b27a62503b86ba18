//! One connection of one participant: its peer, and what the node remembers about it. Never touches another leg.

use std::time::Instant;

use lotse_protocol::channel::VideoCodec;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use str0m::IceCreds;
use str0m::format::CodecSpec;

use crate::datagram::Transport;
use crate::downstream::Downstream;
use crate::flood::Bucket;
use crate::lane::Lane;
use crate::line::Line;
use crate::meter::Meter;
use crate::offer::{Offer, Way};
use crate::output::LegId;
use crate::peer::{Peer, Stream};
use crate::silence::{Listening, Silence};

/// Where a datagram comes from.
pub(crate) type Address = (Transport, std::net::SocketAddr);

/// How far a leg is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// ICE and DTLS are not up.
    Connecting,
    /// They are.
    Joined,
    /// It has left its session; only the word of it may still be on its way, and no longer than that.
    Leaving {
        /// When it is forgotten at the latest.
        until: Instant,
    },
}

/// What a leg carries.
#[derive(Debug)]
pub(crate) enum Part {
    /// The sharer's picture to us.
    Up(Upstream),
    /// The picture to a helper or observer.
    Down(Box<Downstream>),
}

/// The sharer's streams.
#[derive(Debug, Default)]
pub(crate) struct Upstream {
    pub(crate) video: Option<Stream>,
    pub(crate) audio: Option<Stream>,
}

impl Upstream {
    /// What the payload type means, and whether it is video. Within one peer each stands for one format.
    pub(crate) fn lookup(&self, payload_type: u8) -> Option<(bool, CodecSpec)> {
        let find = |stream: &Option<Stream>| {
            let formats = stream.iter().flat_map(|stream| &stream.formats);
            formats
                .filter(|(pt, _)| **pt == payload_type)
                .map(|(_, spec)| *spec)
                .next()
        };
        let video = find(&self.video).map(|spec| (true, spec));
        video.or_else(|| find(&self.audio).map(|spec| (false, spec)))
    }
}

/// One connection of one participant.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) id: LegId,
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) role: MediaRole,
    pub(crate) may_chat: bool,
    pub(crate) phase: Phase,
    pub(crate) peer: Peer,
    pub(crate) part: Part,
    pub(crate) line: Line,
    pub(crate) silence: Silence,
    pub(crate) offer: Offer,
    pub(crate) ice: IceCreds,
    pub(crate) restarts: Bucket,
    pub(crate) addresses: Vec<Address>,
    /// Where it was last heard from.
    pub(crate) heard_from: Option<Address>,
    pub(crate) meter: Meter,
    /// What its page was last told about the sharer's codec, and whether it can be shown there.
    pub(crate) codec_told: Option<(VideoCodec, bool)>,
    /// Whether frames flow to it as far as was last looked; what decides is asked for each packet.
    pub(crate) flowing: bool,
    /// There once DTLS is up, on a helper's leg whose profile it can seal with.
    pub(crate) lane: Option<Lane>,
    /// So many packets of this batch came before the leg might receive.
    pub(crate) skip: usize,
}

impl Leg {
    pub(crate) fn is_joined(&self) -> bool {
        self.phase == Phase::Joined
    }

    pub(crate) fn is_leaving(&self) -> bool {
        match self.phase {
            Phase::Leaving { .. } => true,
            Phase::Connecting | Phase::Joined => false,
        }
    }

    /// How its silence is to be understood once its page beats.
    pub(crate) const fn listening(&self) -> Listening {
        match self.role {
            MediaRole::Sharer => Listening::SharerPage,
            MediaRole::Helper | MediaRole::Observer => Listening::HelperPage,
        }
    }

    /// Whether this is RTP of a stream that the peer's offer does not declare, though it declares some. str0m takes the
    /// stream's name (SSRC) from such a packet before it has proved where it comes from, and the true stream for resends.
    pub(crate) fn is_undeclared(&self, media: &[u8]) -> bool {
        let Part::Up(up) = &self.part else {
            return false;
        };
        // RFC 3550 section 5.1: the payload type is in the second byte, the SSRC in the third word.
        let ([_, second, ..], Some(ssrc)) = (media, media.get(8..12)) else {
            return false;
        };
        let ssrc = u32::from_be_bytes(ssrc.try_into().unwrap_or_default());
        let streams = [&up.video, &up.audio].into_iter().flatten();
        let mut formats = streams.flat_map(|stream| &stream.formats);
        let declared = &self.offer.ssrcs;
        !declared.is_empty()
            && !declared.contains(&ssrc)
            && formats.any(|(pt, _)| **pt == second & 0x7f)
    }

    /// Nothing waits to be sent or to be sent again; whatever comes next begins anew.
    pub(crate) fn shut(&mut self) {
        let Part::Down(down) = &mut self.part else {
            return;
        };
        down.interrupt();
        if let (None, Some(mid)) = (&self.lane, down.video_mid()) {
            self.peer.reset_resends(mid);
        }
    }

    pub(crate) fn upstream(&mut self) -> Option<&mut Upstream> {
        match &mut self.part {
            Part::Up(up) => Some(up),
            Part::Down(_) => None,
        }
    }
}

/// Which way a role's media go.
pub(crate) const fn way_of(role: MediaRole) -> Way {
    match role {
        MediaRole::Sharer => Way::Sends,
        MediaRole::Helper | MediaRole::Observer => Way::Receives,
    }
}
