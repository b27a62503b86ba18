//! An offer made by hand, to make a session without being allowed to.
use lotse_domain::policy::Offer;
use lotse_protocol::id::{TenantId, UserId};

fn offered(tenant: TenantId, helper: UserId) -> Offer {
    Offer { tenant, helper, device: None, controls: lotse_domain::access::Controls::default() }
}

fn main() {
    let _ = offered;
}
