//! One admission used twice.

use std::time::Instant;

use lotse_sfu_core::Core;
use lotse_sfu_core::admission::Admission;

fn twice(core: &mut Core, admission: Admission, offer: &str, now: Instant) {
    let _ = core.admit(now, admission, offer);
    let _ = core.admit(now, admission, offer);
}

fn main() {
    let _ = twice;
}
