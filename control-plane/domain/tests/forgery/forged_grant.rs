//! A grant made by hand.
use lotse_domain::policy::Grant;
use lotse_protocol::id::{TenantId, UserId};

fn forged(tenant: TenantId, helper: UserId, sharer: UserId) -> Grant {
    Grant {
        tenant,
        helper,
        part: lotse_domain::policy::Part::Helper,
        sharer,
        chat: true,
        device: None,
        evidence: lotse_domain::evidence::Level::Attested,
        warnings: Vec::new(),
        controls: lotse_domain::access::Controls::default(),
    }
}

fn main() {
    let _ = forged;
}
