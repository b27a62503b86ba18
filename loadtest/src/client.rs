//! The publisher and the player that tests and the load generator use. Never retries: what a server refuses is returned.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::Value;
use str0m::media::Direction;
use tokio::sync::oneshot;

pub use crate::frames::{Codec, Frame};
pub use crate::identity::{Identity, NoCertificate};
pub use crate::link::Transport;
pub use crate::setup::Channel;
pub use crate::signal::{Fault, Refused};
pub use crate::tally::{Counters, SeenFrame};
pub use crate::worker::Over;

use crate::leg::Leg;
use crate::setup::Plan;
use crate::worker::Command;

/// How long a connection may take unless told otherwise.
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// How to publish.
#[derive(Debug, Clone)]
pub struct PublisherOptions {
    /// The WHIP endpoint.
    pub whip_url: String,
    /// The media token.
    pub token: String,
    /// What it pretends to encode.
    pub codec: Codec,
    /// UDP or ICE-TCP.
    pub transport: Transport,
    /// What the data channel does.
    pub channel: Channel,
    /// Its certificate; a fresh one if `None`.
    pub identity: Option<Identity>,
    /// The address to send from; the one whose route leads to the server if `None`.
    pub bind: Option<IpAddr>,
    /// Its HTTP client, for instance one that trusts a test's authority; a shared one if `None`.
    pub http: Option<reqwest::Client>,
    /// How long ICE, DTLS and the channel may take.
    pub deadline: Duration,
}

impl PublisherOptions {
    /// VP8 over UDP, no data channel.
    #[must_use]
    pub fn new(whip_url: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            whip_url: whip_url.into(),
            token: token.into(),
            codec: Codec::Vp8,
            transport: Transport::Udp,
            channel: Channel::None,
            identity: None,
            bind: None,
            http: None,
            deadline: CONNECT_DEADLINE,
        }
    }
}

/// How to play.
#[derive(Debug, Clone)]
pub struct PlayerOptions {
    /// The WHEP endpoint.
    pub whep_url: String,
    /// The media token.
    pub token: String,
    /// What it pretends to decode.
    pub codecs: Vec<Codec>,
    /// UDP or ICE-TCP.
    pub transport: Transport,
    /// What the data channel does.
    pub channel: Channel,
    /// Its certificate; a fresh one if `None`.
    pub identity: Option<Identity>,
    /// The address to send from; the one whose route leads to the server if `None`.
    pub bind: Option<IpAddr>,
    /// Its HTTP client; a shared one if `None`.
    pub http: Option<reqwest::Client>,
    /// How long ICE, DTLS and the channel may take.
    pub deadline: Duration,
}

impl PlayerOptions {
    /// Every codec over UDP, no data channel.
    #[must_use]
    pub fn new(whep_url: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            whep_url: whep_url.into(),
            token: token.into(),
            codecs: Codec::ALL.to_vec(),
            transport: Transport::Udp,
            channel: Channel::None,
            identity: None,
            bind: None,
            http: None,
            deadline: CONNECT_DEADLINE,
        }
    }
}

fn identity(own: Option<Identity>) -> Result<Identity, Fault> {
    match own {
        Some(identity) => Ok(identity),
        None => Ok(Identity::generate()?),
    }
}

/// Methods that both kinds of leg have.
macro_rules! leg_methods {
    () => {
        /// Says one message on the data channel.
        pub async fn say(&self, message: &Value) -> Result<(), Fault> {
            let text = message.to_string();
            self.leg.ask(|reply| Command::Say(text, reply)).await
        }

        /// The next message of the data channel; `None` when the leg is over and all are read.
        pub async fn next_message(&mut self) -> Option<Value> {
            self.leg.messages.recv().await
        }

        /// Stops (or goes on) reading and sending anything at all, as a frozen process does.
        pub async fn freeze(&self, frozen: bool) -> Result<(), Fault> {
            self.leg.order(Command::Freeze(frozen)).await
        }

        /// Restarts ICE by PATCH.
        pub async fn restart_ice(&self) -> Result<(), Fault> {
            self.leg.restart_ice().await
        }

        /// Waits until the leg is over, and says why.
        pub async fn over(&mut self) -> Over {
            self.leg.over().await
        }

        /// Whether the leg is over by now, and why.
        #[must_use]
        pub fn is_over(&self) -> Option<Over> {
            self.leg.standing.borrow().over
        }

        /// The URL of the resource that the POST made.
        #[must_use]
        pub fn resource_url(&self) -> &str {
            self.leg.resource_url()
        }

        /// Its entity tag.
        #[must_use]
        pub fn etag(&self) -> Option<&str> {
            self.leg.etag()
        }

        /// The SDP answer as it came.
        #[must_use]
        pub fn answer(&self) -> &str {
            self.leg.answer()
        }

        /// Ends the leg by DELETE; the status of the answer.
        pub async fn delete(self) -> Result<u16, Fault> {
            self.leg.delete().await
        }

        /// Ends the leg by a DTLS alert, without DELETE.
        pub async fn hang_up(self) -> Result<(), Fault> {
            self.leg.hang_up().await
        }

        /// Is gone without a word: no DELETE, no alert, the socket closed.
        pub fn kill(self) {
            drop(self);
        }
    };
}

/// A WHIP publisher.
pub struct Publisher {
    leg: Leg,
    codec: Codec,
    next_number: u32,
}

impl Publisher {
    /// Posts the offer and waits until media (and the data channel, if wanted) can flow.
    pub async fn connect(options: PublisherOptions) -> Result<Self, Fault> {
        let leg = Leg::connect(Plan {
            url: options.whip_url,
            token: options.token,
            identity: identity(options.identity)?,
            transport: options.transport,
            codecs: vec![options.codec],
            direction: Direction::SendOnly,
            channel: options.channel,
            bind: options.bind,
            http: options.http,
            deadline: options.deadline,
            stats: None,
        })
        .await?;
        Ok(Self {
            leg,
            codec: options.codec,
            next_number: 0,
        })
    }

    /// Sends one frame.
    pub async fn send_frame(&mut self, frame: Frame) -> Result<(), Fault> {
        self.next_number = frame.number.wrapping_add(1);
        let codec = self.codec;
        let send = |reply: oneshot::Sender<_>| Command::Frame(codec, frame, reply);
        self.leg.ask(send).await
    }

    /// Sends frames of one size at a steady rate, numbered on from the last one; the first, and one after every keyframe
    /// request, is a key frame.
    pub async fn send_frames(&mut self, count: u32, rate: Pace) -> Result<(), Fault> {
        let mut clock = tokio::time::interval(rate.interval);
        let mut asked = None;
        for _ in 0..count {
            clock.tick().await;
            let requests = self.keyframe_requests();
            let key = asked != Some(requests);
            asked = Some(requests);
            self.send_frame(Frame {
                number: self.next_number,
                key,
                bytes: rate.bytes,
            })
            .await?;
        }
        Ok(())
    }

    /// How many keyframe requests have come.
    #[must_use]
    pub fn keyframe_requests(&self) -> u64 {
        self.leg.standing.borrow().keyframe_requests
    }

    leg_methods!();
}

/// How fast and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Time between two frames.
    pub interval: Duration,
    /// Bytes of a frame.
    pub bytes: usize,
}

impl Default for Pace {
    /// 15 frames a second of 4,000 bytes.
    fn default() -> Self {
        Self {
            interval: Duration::from_millis(66),
            bytes: 4_000,
        }
    }
}

/// A WHEP player.
pub struct Player {
    leg: Leg,
}

impl Player {
    /// Posts the offer and waits until media (and the data channel, if wanted) can flow.
    pub async fn connect(options: PlayerOptions) -> Result<Self, Fault> {
        let leg = Leg::connect(Plan {
            url: options.whep_url,
            token: options.token,
            identity: identity(options.identity)?,
            transport: options.transport,
            codecs: options.codecs,
            direction: Direction::RecvOnly,
            channel: options.channel,
            bind: options.bind,
            http: options.http,
            deadline: options.deadline,
            stats: None,
        })
        .await?;
        Ok(Self { leg })
    }

    /// The next whole frame; `None` when the leg is over and all are read.
    pub async fn next_frame(&mut self) -> Option<SeenFrame> {
        self.leg.frames.recv().await
    }

    /// What has arrived so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.leg.counters()
    }

    /// The delay of each whole frame, in microseconds.
    #[must_use]
    pub fn delays_us(&self) -> Vec<u64> {
        self.leg.delays_us()
    }

    /// Asks the publisher for a key frame (PLI).
    pub async fn want_keyframe(&self) -> Result<(), Fault> {
        self.leg.order(Command::WantKeyframe).await
    }

    leg_methods!();
}
