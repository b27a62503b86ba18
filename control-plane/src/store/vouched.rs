//! Browser sessions that an identity provider vouches for. Never decides whom a provider may
//! vouch for.

use lotse_protocol::time::Timestamp;
use sqlx::Row;

use super::browser::BrowserSession;
use super::{Change, Store, StoreFault};

/// What a provider vouches for in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vouched {
    pub(crate) provider: String,
    pub(crate) issuer: String,
    pub(crate) sub: String,
    /// The provider's own session.
    pub(crate) sid: Option<String>,
    pub(crate) acr: Option<String>,
    pub(crate) auth_time: Option<Timestamp>,
    /// The ID token, sealed with the browser's cookie.
    pub(crate) hint: String,
}

pub(super) async fn put_vouched(
    change: &mut Change,
    session: BrowserSession,
    vouched: &Vouched,
) -> Result<(), StoreFault> {
    sqlx::query(
        "INSERT INTO provider_sessions (hash, provider, issuer, sub, sid, acr, auth_time, hint) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(session.key())
    .bind(&vouched.provider)
    .bind(&vouched.issuer)
    .bind(&vouched.sub)
    .bind(vouched.sid.as_deref())
    .bind(vouched.acr.as_deref())
    .bind(vouched.auth_time.map(Timestamp::as_millis))
    .bind(&vouched.hint)
    .execute(&mut **change)
    .await?;
    Ok(())
}

impl Store {
    /// What a provider vouches for in this browser.
    pub(crate) async fn vouched(
        &self,
        session: BrowserSession,
    ) -> Result<Option<Vouched>, StoreFault> {
        let row = sqlx::query(
            "SELECT provider, issuer, sub, sid, acr, auth_time, hint FROM provider_sessions \
             WHERE hash = $1",
        )
        .bind(session.key())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            let auth_time: Option<i64> = row.try_get("auth_time")?;
            Ok(Vouched {
                provider: row.try_get("provider")?,
                issuer: row.try_get("issuer")?,
                sub: row.try_get("sub")?,
                sid: row.try_get("sid")?,
                acr: row.try_get("acr")?,
                auth_time: auth_time.map(Timestamp::from_millis),
                hint: row.try_get("hint")?,
            })
        })
        .transpose()
    }
}
