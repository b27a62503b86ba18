//! WHIP and WHEP resources of one shard: whose they are, and which ICE session their entity tag names. Never authorises
//! anybody: it is told who asks and says whether that is the owner.

use std::collections::BTreeMap;
use std::str::FromStr;

use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_sfu_core::admission::{Endpoint, Refusal, ResourceClaims};
use lotse_sfu_core::output::LegId;
use lotse_sfu_core::ufrag::Shard;

/// An unguessable name of a resource; its first part says which shard has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResourceId {
    shard: Shard,
    chance: u128,
}

/// The text names no resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAResource;

impl ResourceId {
    pub(crate) const fn new(shard: Shard, chance: u128) -> Self {
        Self { shard, chance }
    }

    pub(crate) const fn shard(self) -> Shard {
        self.shard
    }

    /// The last part of its address.
    pub(crate) fn text(self) -> String {
        format!("{:04x}{:032x}", self.shard.number(), self.chance)
    }
}

impl FromStr for ResourceId {
    type Err = NotAResource;
    fn from_str(text: &str) -> Result<Self, NotAResource> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let parts = text
            .split_at_checked(4)
            .filter(|_| digits && text.len() == 36);
        let (shard, chance) = parts.ok_or(NotAResource)?;
        let shard = u16::from_str_radix(shard, 16).map_err(|_| NotAResource)?;
        let shard = Shard::try_from(shard).map_err(|_| NotAResource)?;
        let chance = u128::from_str_radix(chance, 16).map_err(|_| NotAResource)?;
        Ok(Self { shard, chance })
    }
}

impl std::fmt::Debug for ResourceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResourceId({}/…)", self.shard.number())
    }
}

/// A strong entity tag (RFC 9110 section 8.8.3) that names one ICE session (RFC 9725 section 4.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntityTag(pub(crate) u64);

impl EntityTag {
    /// The header's value, in quotes.
    pub(crate) fn text(self) -> String {
        format!("\"{:016x}\"", self.0)
    }
}

/// Which ICE session a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IfMatch {
    /// Any: for an ICE restart (RFC 9725 section 4.3.3).
    Any,
    /// One of these.
    OneOf(Vec<String>),
}

impl IfMatch {
    /// Whether `tag` is meant. RFC 9110 section 13.1.1: a weak tag never matches.
    pub(crate) fn means(&self, tag: EntityTag) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(tags) => tags.contains(&tag.text()),
        }
    }
}

/// A resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resource {
    pub(crate) leg: LegId,
    pub(crate) endpoint: Endpoint,
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) tag: EntityTag,
}

/// Why a resource is out of reach.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NoResource {
    /// There is none of that name.
    Unknown,
    /// It is somebody else's.
    Foreign(Refusal),
}

/// The resources of a shard: one for each leg.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    by_id: BTreeMap<ResourceId, Resource>,
    by_leg: BTreeMap<LegId, ResourceId>,
}

impl Resources {
    pub(crate) fn insert(&mut self, id: ResourceId, resource: Resource) {
        self.by_leg.insert(resource.leg, id);
        self.by_id.insert(id, resource);
    }

    /// The resource, if it is the asker's and at that endpoint.
    pub(crate) fn find(
        &mut self,
        id: ResourceId,
        endpoint: Endpoint,
        asker: &ResourceClaims,
    ) -> Result<&mut Resource, NoResource> {
        let found = self.by_id.get_mut(&id).filter(|it| it.endpoint == endpoint);
        let resource = found.ok_or(NoResource::Unknown)?;
        match asker.must_own(resource.session, resource.participant) {
            Ok(()) => Ok(resource),
            Err(refusal) => Err(NoResource::Foreign(refusal)),
        }
    }

    /// The leg of a resource.
    pub(crate) fn leg(&self, id: ResourceId) -> Option<LegId> {
        self.by_id.get(&id).map(|resource| resource.leg)
    }

    /// Names the next ICE session of a resource; false when the resource is gone.
    pub(crate) fn retag(&mut self, id: ResourceId, tag: EntityTag) -> bool {
        match self.by_id.get_mut(&id) {
            Some(resource) => resource.tag = tag,
            None => return false,
        }
        true
    }

    /// The leg is gone, and its resource with it.
    pub(crate) fn handle_gone(&mut self, leg: LegId) {
        if let Some(id) = self.by_leg.remove(&leg) {
            self.by_id.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_resource_id_comes_back_from_its_text(shard in 0_u16..1_024, chance: u128) {
            let id = ResourceId::new(Shard::try_from(shard).unwrap(), chance);
            prop_assert_eq!(id.text().parse::<ResourceId>(), Ok(id));
        }

        #[test]
        fn any_text_is_a_resource_id_or_refused(text in ".{0,40}") {
            let _ = text.parse::<ResourceId>();
        }
    }

    #[test]
    fn a_weak_tag_never_matches() {
        let tag = EntityTag(7);
        let weak = IfMatch::OneOf(vec![format!("W/{}", tag.text())]);

        assert!(!weak.means(tag));
        assert!(IfMatch::OneOf(vec![tag.text()]).means(tag));
        assert!(IfMatch::Any.means(tag));
    }
}
