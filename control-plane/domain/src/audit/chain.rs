//! The chain: each entry's hash covers the entry and the hash before it. Verification names the exact row at which a log was
//! changed, cut, reordered or filled in. Never repairs anything.

use super::{Commitment, Entry, Personal, Salt};
use crate::hash::{Digest32, sha256};

/// The hash before the first entry of a tenant's log.
pub const GENESIS: Digest32 = [0; 32];

/// Keeps these hashes apart from every other use of SHA-256.
const DOMAIN: &[u8] = b"lotse audit entry 1\n";

/// The hash of `entry` after an entry with the hash `previous`.
///
/// The canonical form is the entry as JSON: fields in the order of their declaration, maps sorted, no white space.
pub fn seal(previous: &Digest32, entry: &Entry) -> Result<Digest32, serde_json::Error> {
    let canonical = serde_json::to_vec(entry)?;
    let length = (canonical.len() as u64).to_be_bytes();
    Ok(sha256(&[DOMAIN, previous, &length, &canonical]))
}

/// A stored row.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was sealed.
    pub entry: Entry,
    /// The hash of the row before.
    pub prev_hash: Digest32,
    /// Its own hash.
    pub hash: Digest32,
    /// What names the people in it, until it is erased.
    pub personal: Option<(Personal, Salt)>,
}

/// The end of a chain: how far it went when somebody last looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's place.
    pub seq: u64,
    /// The last entry's hash.
    pub hash: Digest32,
}

/// A log that nobody has written to.
impl Default for Head {
    fn default() -> Self {
        Self {
            seq: 0,
            hash: GENESIS,
        }
    }
}

/// Where and how a log is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row {seq}: {flaw}")]
pub struct Broken {
    /// The place at which it is broken.
    pub seq: u64,
    /// How.
    pub flaw: Flaw,
}

/// How a row is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A row is missing here, or stands in another place.
    #[error("missing, or rows are out of order")]
    Missing,
    /// The row does not follow the one before.
    #[error("does not follow the row before it")]
    Detached,
    /// The row was changed after it was sealed.
    #[error("changed after it was written")]
    Changed,
    /// What names the people in it was changed; erased would be fine.
    #[error("the personal data beside it were changed")]
    PersonalChanged,
    /// It belongs to another tenant.
    #[error("belongs to another organisation")]
    Foreign,
    /// The log ends before the last entry that is known to have been written.
    #[error("missing at the end")]
    Truncated,
}

/// Verifies `rows`, oldest first, after `start`; `known` is the last entry that must be there. Answers with the new head.
pub fn verify(
    start: Head,
    rows: impl IntoIterator<Item = Row>,
    known: Option<Head>,
) -> Result<Head, Broken> {
    let mut head = start;
    let mut tenant = None;
    for row in rows {
        let seq = head.seq.saturating_add(1);
        let broken = |flaw| Err(Broken { seq, flaw });
        if row.entry.seq != seq {
            return broken(Flaw::Missing);
        }
        if *tenant.get_or_insert(row.entry.tenant) != row.entry.tenant {
            return broken(Flaw::Foreign);
        }
        if row.prev_hash != head.hash {
            return broken(Flaw::Detached);
        }
        if seal(&head.hash, &row.entry).ok() != Some(row.hash) {
            return broken(Flaw::Changed);
        }
        if !personal_holds(&row) {
            return broken(Flaw::PersonalChanged);
        }
        head = Head {
            seq,
            hash: row.hash,
        };
        if known.is_some_and(|known| known.seq == seq && known.hash != head.hash) {
            return broken(Flaw::Changed);
        }
    }
    match known {
        Some(known) if known.seq > head.seq => Err(Broken {
            seq: head.seq.saturating_add(1),
            flaw: Flaw::Truncated,
        }),
        Some(_) | None => Ok(head),
    }
}

/// Personal data may be erased, which leaves the commitment alone; they may not differ from it.
fn personal_holds(row: &Row) -> bool {
    match (&row.personal, &row.entry.personal) {
        (None, _) => true,
        (Some((personal, salt)), Some(commitment)) => Commitment::to(personal, salt) == *commitment,
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests;
