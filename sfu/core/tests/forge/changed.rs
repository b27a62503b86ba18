//! A helper's admission turned into a sharer's.

use lotse_protocol::role::MediaRole;
use lotse_sfu_core::admission::Admission;

fn promote(mut admission: Admission) -> Admission {
    admission.role = MediaRole::Sharer;
    admission
}

fn main() {
    let _ = promote;
}
