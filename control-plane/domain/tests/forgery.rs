//! Permission is a value only its judge can make: code that forges one does not compile, and its honest twin does.

#[test]
fn forged_permissions_do_not_compile_and_honest_ones_do() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/forgery/honest.rs");
    cases.compile_fail("tests/forgery/forged_grant.rs");
    cases.compile_fail("tests/forgery/stored_grant.rs");
    cases.compile_fail("tests/forgery/forged_permit.rs");
    cases.compile_fail("tests/forgery/permit_without_grant.rs");
    cases.compile_fail("tests/forgery/session_without_offer.rs");
}
