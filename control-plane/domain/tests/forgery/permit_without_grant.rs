//! A permit asked for without a grant.
use lotse_domain::media::{self, MediaPermit};
use lotse_domain::session::{Fault, Session};
use lotse_protocol::id::ParticipantId;
use lotse_protocol::time::Timestamp;

fn permitted(now: Timestamp, session: &Session, who: ParticipantId) -> Result<MediaPermit, Fault> {
    media::permit(now, session, who)
}

fn main() {
    let _ = permitted;
}
