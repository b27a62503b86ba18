//! The data channel `lotse`: JSON objects `{"type": ...}` between a page and its node. There is no message that could act
//! on a device, and there never will be. Never trusts a length: [`parse_client`] checks it first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::end::EndReason;
use crate::id::ParticipantId;
use crate::limits::CHANNEL_MESSAGE_BYTES_MAX;
use crate::role::MediaRole;
use crate::time::Timestamp;

/// The label of the channel.
pub const CHANNEL_LABEL: &str = "lotse";
/// Its negotiated stream id.
pub const CHANNEL_ID: u16 = 0;

/// What a page says to its node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    /// A chat message under the page's own id, which makes a repeated one harmless.
    Chat {
        /// The page's id of this message.
        id: String,
        /// The text.
        text: String,
    },
    /// Asks for all lines after this `seq`; 0 for all.
    Resume {
        /// The last `seq` the page has.
        #[ts(type = "number")]
        after: u64,
    },
    /// Gives a new node the thread back.
    Thread {
        /// The lines, oldest first.
        lines: Vec<ChatLine>,
    },
    /// The page shows this version of the roster.
    RosterSeen {
        /// Which version.
        #[ts(type = "number")]
        version: u64,
    },
    /// The person leaves.
    Bye {
        /// Why.
        reason: ByeReason,
    },
    /// The page is alive.
    Beat,
    /// The sharer stops the picture.
    Pause,
    /// The sharer asks for the picture to go on.
    Unpause,
}

/// Why a person leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ByeReason {
    /// They are done.
    Left,
    /// They find the other person suspicious.
    ReportedSuspicious,
}

/// One line of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChatLine {
    /// Its place in the thread, from 1.
    #[ts(type = "number")]
    pub seq: u64,
    /// The sender's id of it.
    pub id: String,
    /// Who sent it.
    pub from: ParticipantId,
    /// When the node took it.
    pub at: Timestamp,
    /// The text.
    pub text: String,
    /// Its authentication code in base64url, which lets another node take the thread over.
    pub mac: String,
}

/// What a node says to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromNode {
    /// Who is connected.
    Roster {
        /// Rises with every change.
        #[ts(type = "number")]
        version: u64,
        /// Everybody, in the order in which they came.
        participants: Vec<RosterEntry>,
    },
    /// A line of the thread; to its sender, the acknowledgement.
    Chat(ChatLine),
    /// A chat message was not taken.
    ChatRefused {
        /// The page's id of it.
        id: String,
        /// Why.
        reason: ChatRefusal,
        /// When to try again, in milliseconds, where that helps.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "number")]
        retry_after_ms: Option<u64>,
    },
    /// The picture is stopped.
    Paused,
    /// The picture goes on.
    Unpaused,
    /// Nothing has come from the sharer for a moment.
    Quiet {
        /// Since when.
        since: Timestamp,
    },
    /// The sharer's connection is lost.
    Interrupted {
        /// Since when.
        since: Timestamp,
    },
    /// The sharer is heard again.
    Back,
    /// The session is over.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// The page must ask the API for a new place.
    Move,
    /// How well the picture gets through, to the sharer on their way to the node, to a helper on the whole way. Told when
    /// the word changes, and not more often than every few seconds; the numbers are those of that moment.
    Quality {
        /// In a word.
        level: QualityLevel,
        /// Round trip between page and node in milliseconds, where known.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        rtt_ms: Option<u32>,
        /// Share of the packets lost on the way, in per mille; of both ways the worse.
        lost_per_mille: u16,
        /// Bits a second from the sharer, or to the helper.
        #[ts(type = "number")]
        bitrate_bps: u64,
    },
    /// To a helper: whether their browser can show what the sharer's browser sends, when that is not as it was.
    Codec {
        /// What the sharer's browser sends.
        name: VideoCodec,
        /// Whether the helper's browser has said that it can show it.
        shown: bool,
    },
}

/// How well the picture gets through, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QualityLevel {
    /// Nothing to notice.
    Good,
    /// Late or lossy, and good enough to work with.
    Fair,
    /// So late or lossy that people wait for each other.
    Poor,
}

/// A video format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VideoCodec {
    /// VP8.
    Vp8,
    /// VP9.
    Vp9,
    /// AV1.
    Av1,
    /// H.264.
    H264,
}

/// One participant in the roster; names come from the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterEntry {
    /// Who.
    pub id: ParticipantId,
    /// As what.
    pub role: MediaRole,
}

/// Why a chat message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChatRefusal {
    /// Empty, or nothing but white space.
    Empty,
    /// Longer than 4,000 code points or 12 KiB.
    TooLong,
    /// Too many in too short a time.
    TooFast,
    /// The token has no `chat`, or the tenant has switched it off.
    NotAllowed,
    /// The thread is as long as a session's may be.
    ThreadFull,
}

/// What became of a message's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientMessage {
    /// A message of the protocol.
    Known(FromClient),
    /// A well-formed message of a type this node does not know: ignore and count it.
    Unknown,
}

/// Why a message could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChannelFault {
    /// Longer than [`CHANNEL_MESSAGE_BYTES_MAX`].
    #[error("message longer than {CHANNEL_MESSAGE_BYTES_MAX} bytes")]
    TooLong,
    /// Not a JSON object with a `type`, or a known type with wrong fields.
    #[error("not a message of the protocol")]
    Malformed,
}

#[derive(Deserialize)]
struct TypeOnly {
    #[serde(rename = "type")]
    kind: String,
}

/// Every `type` that a page may send.
pub const CLIENT_TYPES: [&str; 8] = [
    "chat",
    "resume",
    "thread",
    "roster_seen",
    "bye",
    "beat",
    "pause",
    "unpause",
];

/// Reads one message from a page.
pub fn parse_client(bytes: &[u8]) -> Result<ClientMessage, ChannelFault> {
    if bytes.len() > CHANNEL_MESSAGE_BYTES_MAX {
        return Err(ChannelFault::TooLong);
    }
    let only: TypeOnly = serde_json::from_slice(bytes).map_err(|_| ChannelFault::Malformed)?;
    if !CLIENT_TYPES.contains(&only.kind.as_str()) {
        return Ok(ClientMessage::Unknown);
    }
    serde_json::from_slice(bytes)
        .map(ClientMessage::Known)
        .map_err(|_| ChannelFault::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_unknown_type_is_ignored_and_not_a_fault() {
        let parsed = parse_client(br#"{"type":"wave","hand":"left"}"#);

        assert_eq!(parsed, Ok(ClientMessage::Unknown));
    }

    #[test]
    fn a_known_type_with_a_wrong_field_is_a_fault() {
        let parsed = parse_client(br#"{"type":"resume","after":"-1"}"#);

        assert_eq!(parsed, Err(ChannelFault::Malformed));
    }

    #[test]
    fn a_message_over_16_kib_is_refused_unread() {
        let long = format!(
            r#"{{"type":"beat","x":"{}"}}"#,
            "x".repeat(CHANNEL_MESSAGE_BYTES_MAX)
        );

        assert_eq!(parse_client(long.as_bytes()), Err(ChannelFault::TooLong));
    }

    #[test]
    fn every_known_type_is_in_the_list() {
        let samples = [
            FromClient::Chat {
                id: "1".into(),
                text: "a".into(),
            },
            FromClient::Resume { after: 0 },
            FromClient::Thread { lines: vec![] },
            FromClient::RosterSeen { version: 1 },
            FromClient::Bye {
                reason: ByeReason::Left,
            },
            FromClient::Beat,
            FromClient::Pause,
            FromClient::Unpause,
        ];
        for (sample, name) in samples.iter().zip(CLIENT_TYPES) {
            let json = serde_json::to_string(sample).unwrap();

            assert!(json.contains(&format!("\"type\":\"{name}\"")), "{json}");
            assert_eq!(
                parse_client(json.as_bytes()),
                Ok(ClientMessage::Known(sample.clone()))
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse_client(&bytes);
        }

        #[test]
        fn chat_of_any_script_survives(text in "\\PC{0,200}") {
            let sent = FromClient::Chat { id: "a".into(), text };
            let json = serde_json::to_vec(&sent).unwrap();
            prop_assert_eq!(parse_client(&json), Ok(ClientMessage::Known(sent)));
        }
    }
}
