//! A grant read from somewhere.
use lotse_domain::policy::Grant;

fn stored(grant: &str) -> Option<Grant> {
    serde_json::from_str(grant).ok()
}

fn main() {
    let _ = stored;
}
