//! The audit log: appended in the transaction of what it tells of, each row sealed to the one before. Never changes a row.

use lotse_domain::audit::{
    Action, Actor, Commitment, Entry, Fact, GENESIS, Head, Personal, Row as ChainRow, Salt, seal,
};
use lotse_domain::hash::{Digest32, hex, hmac_sha256, unhex32};
use lotse_protocol::id::{SessionId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::seen::put_seen;
use super::{Change, Store, StoreFault, json};
use crate::chance;

/// Where what is told came from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    pub(crate) ip: Option<String>,
    pub(crate) ua: Option<String>,
    pub(crate) trace_id: Option<String>,
}

/// Whose log, and the key that seals how far it goes.
#[derive(Clone, Copy)]
pub(crate) struct Chain<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) key: &'a Digest32,
}

/// Appends to the log of one tenant within one change.
pub(crate) struct Pen<'a> {
    change: &'a mut Change,
    chain: Chain<'a>,
    head: Head,
}

impl<'a> Pen<'a> {
    /// Takes the log up where it ends.
    pub(crate) async fn take(change: &'a mut Change, chain: Chain<'a>) -> Result<Self, StoreFault> {
        let row =
            sqlx::query("SELECT seq, hash FROM audit WHERE tenant = $1 ORDER BY seq DESC LIMIT 1")
                .bind(chain.tenant.text())
                .fetch_optional(&mut **change)
                .await?;
        let head = match row {
            Some(row) => Head {
                seq: seq_of(&row)?,
                hash: digest(&row, "hash")?,
            },
            None => Head {
                seq: 0,
                hash: GENESIS,
            },
        };
        Ok(Self {
            change,
            chain,
            head,
        })
    }

    /// Writes a fact of a session.
    pub(crate) async fn fact(
        &mut self,
        session: SessionId,
        fact: Fact,
        origin: &Origin,
    ) -> Result<(), StoreFault> {
        let entry = fact.entry(self.chain.tenant, self.next(), session);
        self.entry(entry, origin).await
    }

    /// Writes that something happened outside every session; `fill` adds what is known of it.
    pub(crate) async fn event(
        &mut self,
        at: Timestamp,
        actor: Actor,
        action: Action,
        origin: &Origin,
        fill: impl FnOnce(&mut Entry) + Send,
    ) -> Result<(), StoreFault> {
        let mut entry = Entry::new(at, self.chain.tenant, self.next(), actor, action);
        fill(&mut entry);
        self.entry(entry, origin).await
    }

    const fn next(&self) -> u64 {
        self.head.seq.saturating_add(1)
    }

    async fn entry(&mut self, mut entry: Entry, origin: &Origin) -> Result<(), StoreFault> {
        let personal = self.personal(entry.actor, origin).await?;
        let salt = Salt::from_bytes(chance::bytes()?);
        if let Some(personal) = &personal {
            entry.personal = Some(Commitment::to(personal, &salt));
        }
        entry.trace_id.clone_from(&origin.trace_id);
        let hash = seal(&self.head.hash, &entry)?;
        sqlx::query(
            "INSERT INTO audit (tenant, seq, session, at, action, entry, prev_hash, hash, personal, salt) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(self.chain.tenant.text())
        .bind(signed(entry.seq))
        .bind(entry.session.map(SessionId::text))
        .bind(entry.ts.as_millis())
        .bind(entry.action.text())
        .bind(serde_json::to_string(&entry)?)
        .bind(hex(&self.head.hash))
        .bind(hex(&hash))
        .bind(personal.as_ref().map(serde_json::to_string).transpose()?)
        .bind(personal.as_ref().map(|_| salt.text()))
        .execute(&mut **self.change)
        .await?;
        self.head = Head {
            seq: entry.seq,
            hash,
        };
        Ok(())
    }

    async fn personal(
        &mut self,
        actor: Actor,
        origin: &Origin,
    ) -> Result<Option<Personal>, StoreFault> {
        let user = match actor {
            Actor::System | Actor::Operator => return Ok(None),
            Actor::Stranger => None,
            Actor::Participant { user, .. } | Actor::Person { user } => Some(user),
        };
        let name = match user {
            Some(user) => name_of(self.change, user).await?,
            None => None,
        };
        Ok(Some(Personal {
            name,
            ip: origin.ip.clone(),
            ua: origin.ua.clone(),
            target: None,
        }))
    }

    /// Seals how far the log goes, as the last step of the change.
    pub(crate) async fn put_down(self) -> Result<(), StoreFault> {
        sqlx::query(
            "INSERT INTO audit_heads (tenant, seq, hash, seal) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, \
             seal = excluded.seal",
        )
        .bind(self.chain.tenant.text())
        .bind(signed(self.head.seq))
        .bind(hex(&self.head.hash))
        .bind(hex(&head_seal(
            self.chain.key,
            self.chain.tenant,
            self.head,
        )))
        .execute(&mut **self.change)
        .await?;
        Ok(())
    }
}

async fn name_of(change: &mut Change, user: UserId) -> Result<Option<String>, StoreFault> {
    let row = sqlx::query("SELECT name FROM people WHERE id = $1")
        .bind(user.text())
        .fetch_optional(&mut **change)
        .await?;
    row.map(|row| Ok(row.try_get("name")?)).transpose()
}

fn head_seal(key: &Digest32, tenant: TenantId, head: Head) -> Digest32 {
    let message = format!("{}\n{}\n{}", tenant.text(), head.seq, hex(&head.hash));
    hmac_sha256(key, message.as_bytes())
}

impl Store {
    /// Writes one event outside every session.
    pub(crate) async fn audit(
        &self,
        chain: Chain<'_>,
        at: Timestamp,
        (actor, action): (Actor, Action),
        origin: &Origin,
        fill: impl FnOnce(&mut Entry) + Send,
    ) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        let mut pen = Pen::take(&mut change, chain).await?;
        pen.event(at, actor, action, origin, fill).await?;
        pen.put_down().await?;
        change.commit().await?;
        Ok(())
    }

    /// Writes one event that a node's fact is, and that the fact is stored, together.
    pub(crate) async fn audit_seen(
        &self,
        chain: Chain<'_>,
        at: Timestamp,
        (place, number): (NodePlace, u64),
        (actor, action): (Actor, Action),
        fill: impl FnOnce(&mut Entry) + Send,
    ) -> Result<(), StoreFault> {
        let mut change = self.begin().await?;
        put_seen(&mut change, place, number).await?;
        let mut pen = Pen::take(&mut change, chain).await?;
        pen.event(at, actor, action, &Origin::default(), fill)
            .await?;
        pen.put_down().await?;
        change.commit().await?;
        Ok(())
    }

    /// The next rows of a tenant's log after `seq`, oldest first.
    pub(crate) async fn audit_rows(
        &self,
        tenant: TenantId,
        after: u64,
        most: i64,
    ) -> Result<Vec<StoredRow>, StoreFault> {
        let rows = sqlx::query(
            "SELECT seq, entry, prev_hash, hash, personal, salt FROM audit \
             WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(tenant.text())
        .bind(signed(after))
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(stored_row).collect()
    }

    /// How far a tenant's log goes, when the seal on that is right.
    pub(crate) async fn audit_head(
        &self,
        tenant: TenantId,
        key: &Digest32,
    ) -> Result<SealedHead, StoreFault> {
        let row = sqlx::query("SELECT seq, hash, seal FROM audit_heads WHERE tenant = $1")
            .bind(tenant.text())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else {
            return Ok(SealedHead::Absent);
        };
        let sealed: String = row.try_get("seal")?;
        let (Ok(seq), Ok(hash)) = (seq_of(&row), digest(&row, "hash")) else {
            return Ok(SealedHead::Forged);
        };
        let head = Head { seq, hash };
        let right = hex(&head_seal(key, tenant, head));
        let equal: bool = subtle::ConstantTimeEq::ct_eq(sealed.as_bytes(), right.as_bytes()).into();
        Ok(match equal {
            true => SealedHead::Known(head),
            false => SealedHead::Forged,
        })
    }
}

/// What is known of how far a log goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SealedHead {
    /// Nothing: nobody has written to it.
    Absent,
    /// The last row that was written.
    Known(Head),
    /// Somebody wrote it who has not the key.
    Forged,
}

/// A row, or the place of one that cannot even be read.
pub(crate) enum StoredRow {
    Whole(Box<ChainRow>),
    Unreadable { seq: u64 },
}

fn stored_row(row: &AnyRow) -> Result<StoredRow, StoreFault> {
    let seq = seq_of(row)?;
    Ok(match whole_row(row) {
        Ok(row) if row.entry.seq == seq => StoredRow::Whole(Box::new(row)),
        Ok(_) | Err(StoreFault::Broken { .. }) => StoredRow::Unreadable { seq },
        Err(other) => return Err(other),
    })
}

fn whole_row(row: &AnyRow) -> Result<ChainRow, StoreFault> {
    let broken = |column| StoreFault::Broken {
        table: "audit",
        column,
    };
    let personal: Option<String> = row.try_get("personal")?;
    let salt: Option<String> = row.try_get("salt")?;
    let personal = match (personal, salt) {
        (Some(personal), Some(salt)) => Some((
            serde_json::from_str(&personal).map_err(|_| broken("personal"))?,
            Salt::from_text(&salt).ok_or_else(|| broken("salt"))?,
        )),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(broken("salt")),
    };
    Ok(ChainRow {
        entry: json(row, "audit", "entry")?,
        prev_hash: digest(row, "prev_hash")?,
        hash: digest(row, "hash")?,
        personal,
    })
}

fn digest(row: &AnyRow, column: &'static str) -> Result<Digest32, StoreFault> {
    let text: String = row.try_get(column)?;
    unhex32(&text).ok_or(StoreFault::Broken {
        table: "audit",
        column,
    })
}

fn seq_of(row: &AnyRow) -> Result<u64, StoreFault> {
    u64::try_from(row.try_get::<i64, _>("seq")?).map_err(|_| StoreFault::Broken {
        table: "audit",
        column: "seq",
    })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
