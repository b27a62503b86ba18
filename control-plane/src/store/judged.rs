//! What the rules judge running sessions by, as numbers that are compared: settings and roles in one, and one for each person
//! with their groups and devices. Never says what has changed, only for whom.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use lotse_protocol::id::TenantId;
use sqlx::Row;

use super::{Store, StoreFault};

const SETTINGS: &str = "SELECT id, settings AS body FROM tenants WHERE id = $1";
const ASSIGNMENTS: &str = "SELECT id, body FROM assignments WHERE tenant = $1 ORDER BY id";
const ROLES: &str = "SELECT id, permissions AS body FROM roles WHERE tenant = $1 ORDER BY id";
const POLICIES: &str = "SELECT id, body FROM policies WHERE tenant = $1 ORDER BY id";
const PEOPLE: &str = "SELECT id, CASE enabled WHEN 1 THEN 'yes' ELSE 'no' END AS body FROM people \
    WHERE tenant = $1 AND id IN (SELECT person FROM session_people JOIN sessions \
    ON sessions.id = session_people.session WHERE sessions.ended_at IS NULL) ORDER BY id";
const GROUPS: &str = "SELECT memberships.person AS id, memberships.member_of AS body \
    FROM memberships JOIN people ON people.id = memberships.person WHERE people.tenant = $1 \
    AND memberships.person IN (SELECT person FROM session_people JOIN sessions \
    ON sessions.id = session_people.session WHERE sessions.ended_at IS NULL) \
    ORDER BY memberships.person, memberships.member_of";
const DEVICES: &str = "SELECT primary_user AS id, body FROM devices WHERE tenant = $1 \
    AND primary_user IN (SELECT person FROM session_people JOIN sessions \
    ON sessions.id = session_people.session WHERE sessions.ended_at IS NULL) \
    ORDER BY devices.id";

/// What running sessions are judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JudgedBy {
    rules: u64,
    people: BTreeMap<String, u64>,
}

/// For whom something has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChangedFor {
    /// For everybody: settings or roles.
    Everybody,
    /// For these, by the text of their ids; perhaps nobody.
    People(BTreeSet<String>),
}

impl JudgedBy {
    /// For whom something is different from `before`, whoever is gone included. Who is new was judged on their way in.
    pub(crate) fn since(&self, before: &Self) -> ChangedFor {
        if self.rules != before.rules {
            return ChangedFor::Everybody;
        }
        let differs =
            |(id, is): &(&String, &u64)| before.people.get(*id).is_some_and(|was| was != *is);
        let people = self.people.iter().filter(differs).map(|(id, _)| id);
        let gone = before.people.keys();
        let gone = gone.filter(|id| !self.people.contains_key(*id));
        ChangedFor::People(people.chain(gone).cloned().collect())
    }
}

impl Store {
    /// Reads what running sessions are judged by.
    pub(crate) async fn judged_by(&self, tenant: TenantId) -> Result<JudgedBy, StoreFault> {
        let mut rules = 0;
        for sql in [SETTINGS, ASSIGNMENTS, ROLES, POLICIES] {
            for (_, body) in self.bodies(sql, tenant).await? {
                rules = mixed(rules, sql, &body);
            }
        }
        let mut people = BTreeMap::new();
        for sql in [PEOPLE, GROUPS, DEVICES] {
            for (id, body) in self.bodies(sql, tenant).await? {
                let known = people.entry(id).or_insert(0);
                *known = mixed(*known, sql, &body);
            }
        }
        Ok(JudgedBy { rules, people })
    }

    async fn bodies(
        &self,
        sql: &'static str,
        tenant: TenantId,
    ) -> Result<Vec<(String, String)>, StoreFault> {
        let query = sqlx::query(sql).bind(tenant.text());
        let rows = query.fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| Ok((row.try_get("id")?, row.try_get("body")?));
        rows.iter().map(read).collect()
    }
}

fn mixed(before: u64, kind: &str, body: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (before, kind, body).hash(&mut hasher);
    hasher.finish()
}
