//! An admission cannot be forged, copied or changed. The honest twin below compiles, so that the others fail for their
//! reason alone; the compiler's words are kept beside each.

use std::time::Instant;

use lotse_protocol::id::SessionId;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::Core;
use lotse_sfu_core::admission::{Endpoint, TokenCheck};

/// Whoever has a token that the check finds good gets an admission, and joins with it once.
fn join(core: &mut Core, check: &mut TokenCheck, token: &str, offer: &str) -> Option<SessionId> {
    let print = lotse_sfu_core::offer::fingerprint(offer);
    let wall = Timestamp::from_millis(0);
    let admission = check.reserve(token, wall, Endpoint::Whip, print).ok()?;
    let session = admission.session();
    let now: Option<Instant> = None;
    core.admit(now?, admission, offer).ok()?;
    Some(session)
}

#[test]
fn an_admission_is_made_by_the_token_check_alone() {
    let _twin = join;
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/forge/*.rs");
}
