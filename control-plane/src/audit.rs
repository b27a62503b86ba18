//! Verifies the audit log: every row against the one before, and the end against its seal. Never changes anything, and makes no
//! key and no table either.

use std::path::{Path, PathBuf};

use lotse_domain::audit::{Broken, Flaw, Head, verify as verify_rows};
use lotse_domain::hash::Digest32;
use lotse_protocol::id::TenantId;

use crate::keys::{KeyFault, audit_seal};
use crate::limits::AUDIT_BATCH_MAX;
use crate::store::{SealedHead, Store, StoreFault, StoredRow};

/// What the verification found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Every row is as it was written.
    Whole {
        /// How many there are.
        rows: u64,
    },
    /// The log was changed.
    Broken {
        /// The first row that is not as it was written.
        row: u64,
        /// What is wrong with it, in words.
        flaw: &'static str,
    },
}

/// Why the log could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFault {
    /// Nothing is there: no control plane has ever run with this folder.
    #[error("{0} holds no database; give the data folder of a Lotse that has run")]
    NoData(PathBuf),
    /// There is a database, and no log in it.
    #[error("the database in {0} holds no audit log; give the data folder of a Lotse that has run")]
    NoLog(PathBuf),
    /// The keys cannot be read.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// Verifies the log of the control plane that runs, or ran, with this data folder.
///
/// # Errors
/// [`VerifyFault`] when the log cannot be read at all; a broken log is a [`Report`].
pub async fn verify(data_dir: &Path) -> Result<Report, VerifyFault> {
    if !Store::is_there(data_dir) {
        return Err(VerifyFault::NoData(data_dir.to_owned()));
    }
    let store = Store::open_to_read(data_dir).await?;
    let report = verify_in(&store, data_dir).await;
    store.close().await;
    report
}

async fn verify_in(store: &Store, data_dir: &Path) -> Result<Report, VerifyFault> {
    if !store.has_audit().await? {
        return Err(VerifyFault::NoLog(data_dir.to_owned()));
    }
    let Some(tenant) = store.only_tenant().await? else {
        return Ok(Report::Whole { rows: 0 });
    };
    let key = audit_seal(data_dir)?;
    Ok(verify_tenant(store, tenant, &key).await?)
}

/// Verifies one tenant's log, a batch at a time.
pub(crate) async fn verify_tenant(
    store: &Store,
    tenant: TenantId,
    key: &Digest32,
) -> Result<Report, StoreFault> {
    // The end is read first: rows that are written meanwhile come after it.
    let known = store.audit_head(tenant, key).await?;
    let mut head = Head::default();
    loop {
        let rows = store.audit_rows(tenant, head.seq, AUDIT_BATCH_MAX).await?;
        if rows.is_empty() {
            break;
        }
        match verify_batch(head, rows) {
            Ok(after) => head = after,
            Err(report) => return Ok(report),
        }
    }
    Ok(match known {
        SealedHead::Forged => broken(head.seq, "the seal on the end of the log is not ours"),
        SealedHead::Known(last) if last.seq > head.seq => {
            broken(head.seq.saturating_add(1), flaw_words(Flaw::Truncated))
        }
        SealedHead::Absent if head.seq > 0 => {
            broken(head.seq, "the seal on the end of the log is gone")
        }
        SealedHead::Known(_) | SealedHead::Absent => Report::Whole { rows: head.seq },
    })
}

fn verify_batch(start: Head, rows: Vec<StoredRow>) -> Result<Head, Report> {
    let mut head = start;
    for row in rows {
        head = match row {
            StoredRow::Whole(row) => verify_rows(head, [*row], None)
                .map_err(|Broken { seq, flaw }| broken(seq, flaw_words(flaw)))?,
            StoredRow::Unreadable { seq } => {
                return Err(broken(seq, flaw_words(Flaw::Changed)));
            }
        };
    }
    Ok(head)
}

const fn broken(row: u64, flaw: &'static str) -> Report {
    Report::Broken { row, flaw }
}

const fn flaw_words(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Missing => "missing, or rows are out of order",
        Flaw::Detached => "does not follow the row before it",
        Flaw::Changed => "changed after it was written",
        Flaw::PersonalChanged => "the personal data beside it were changed",
        Flaw::Foreign => "belongs to another organisation",
        Flaw::Truncated => "missing at the end",
    }
}
