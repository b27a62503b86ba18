//! Plain numbers of one core, read as a snapshot. Never names, labels or units: the edge has those.

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a core has counted since it began; `sessions` and `legs` are how many there are now.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Counters {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Counters {
            /// Every number with its name, for an edge that exports them all.
            #[must_use]
            pub fn named(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

counters! {
    /// Sessions now.
    sessions,
    /// Legs now.
    legs,
    /// Joins that were answered.
    admitted,
    /// Joins that were refused after a good token.
    admission_faults,
    /// ICE restarts.
    ice_restarts,
    /// Datagrams received.
    datagrams_in,
    /// Bytes received.
    bytes_in,
    /// Datagrams handed to the edge.
    datagrams_out,
    /// Bytes handed to the edge.
    bytes_out,
    /// Dropped: no class of ours.
    dropped_foreign,
    /// Dropped: media or DTLS from an address without an authenticated check.
    dropped_unvalidated,
    /// Dropped: STUN for nobody here.
    dropped_unknown_ufrag,
    /// Dropped: STUN whose password or peer does not fit, or media of a stream that the offer does not declare.
    dropped_unauthentic,
    /// Dropped: STUN that is not a binding request.
    dropped_stun_kind,
    /// Dropped: one more address than a leg may have.
    dropped_addresses,
    /// Dropped: media of a leg that has left.
    dropped_late,
    /// Dropped: not readable as what it claims to be.
    dropped_unreadable,
    /// Media packets taken from sharers.
    media_in,
    /// Media packets written to helpers.
    media_out,
    /// Of these, by the fast lane.
    media_by_lane,
    /// Media packets that the fast lane has sent again.
    media_again,
    /// Payload bytes written to helpers.
    media_bytes_out,
    /// Not forwarded: the gate is shut for that helper.
    withheld_gate,
    /// Not forwarded: waiting for a key frame.
    withheld_key_frame,
    /// Not forwarded: the helper cannot decode it.
    withheld_codec,
    /// Not forwarded: from before the key frame, too large, or beyond the queue.
    withheld_misfit,
    /// Picture requests sent to sharers.
    picture_requests,
    /// Picture requests heard from helpers.
    picture_requests_heard,
    /// Data-channel messages taken.
    messages_in,
    /// Data-channel messages of a type that is not known.
    messages_unknown,
    /// Chat lines taken.
    chats,
    /// Chat messages refused.
    chats_refused,
    /// Legs closed for breaking the protocol or a bound.
    faults,
    /// Panics caught within one leg.
    panics,
    /// Wake-ups for str0m.
    wakeups_peer,
    /// Wake-ups for silence.
    wakeups_silence,
    /// Wake-ups for all other reasons.
    wakeups_other,
}
