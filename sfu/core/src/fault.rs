//! Why a join or a patch is refused after its token was found good. Never an HTTP status: the edge maps each once.

/// Why a join is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdmitFault {
    /// The offer is longer than `OFFER_BYTES_MAX`.
    #[error("the offer is too long")]
    TooLong,
    /// The offer is not readable as SDP, or lacks what WebRTC needs.
    #[error("the offer is not readable")]
    Unreadable,
    /// The offer has other media than WHIP or WHEP allow, or more.
    #[error(
        "the offer has other media than one video, one audio and one data channel in the right direction"
    )]
    UnfitMedia,
    /// The offer has no codec in common with this node.
    #[error("the offer has no codec that this node forwards")]
    NoCommonCodec,
    /// The offer's certificate is not the one that the token is bound to.
    #[error("the offer shows another certificate than the token")]
    OtherCertificate,
    /// The session has another sharer.
    #[error("the session has another sharer")]
    SharerPresent,
    /// The session has ended.
    #[error("the session has ended")]
    SessionOver,
    /// The participant was revoked.
    #[error("the participant was revoked")]
    Revoked,
    /// The node, or the session, is at its bound.
    #[error("no room for another participant")]
    Full,
    /// The node drains: it takes no new session.
    #[error("the node takes no new session")]
    Draining,
    /// The node failed; it is not the caller's fault.
    #[error("the node failed")]
    Failed,
}

/// Why a patch is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatchFault {
    /// The leg is gone.
    #[error("no such leg")]
    Gone,
    /// The fragment is too long or not readable as RFC 8840 wants it.
    #[error("the fragment is not readable")]
    Unreadable,
    /// Too many restarts in too short a time.
    #[error("too many ICE restarts")]
    TooMany,
    /// The node failed; the leg is closed.
    #[error("the node failed")]
    Failed,
}
