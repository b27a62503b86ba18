//! A permit to connect made from another.
use lotse_domain::media::MediaPermit;
use lotse_protocol::role::Can;

fn widened(permit: MediaPermit) -> MediaPermit {
    MediaPermit { can: vec![Can::SendScreen], ..permit }
}

fn main() {
    let _ = widened;
}
