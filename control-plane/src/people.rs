//! People as the rules see them, and as others see them on the trust screen: always from the store, never from a page.

use lotse_domain::access::Policy;
use lotse_domain::person::{Person as JudgedPerson, shown_text};
use lotse_domain::policy::Rules;
use lotse_domain::role::{Assignment, permissions_of};
use lotse_domain::settings::Settings;
use lotse_protocol::api::{Me, Person};
use lotse_protocol::id::{TenantId, UserId};

use crate::app::App;
use crate::store::{PersonRow, StoreFault, TenantRow};

/// The organisation's rules at this moment.
pub(crate) struct RuleBook {
    tenant: TenantId,
    pub(crate) settings: Settings,
    pub(crate) assignments: Vec<Assignment>,
    policies: Vec<Policy>,
}

impl RuleBook {
    /// Reads them, so that a change is in force with the next request.
    pub(crate) async fn read(app: &App) -> Result<Option<Self>, StoreFault> {
        let Some(tenant) = app.store.tenant(app.tenant).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            tenant: tenant.id,
            settings: tenant.settings,
            assignments: app.store.assignments(app.tenant).await?,
            policies: app.store.policies(app.tenant).await?,
        }))
    }

    /// As questions are judged by.
    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules {
            tenant: self.tenant,
            settings: &self.settings,
            assignments: &self.assignments,
            policies: &self.policies,
        }
    }
}

/// A person as the rules see them.
pub(crate) async fn judged(app: &App, id: UserId) -> Result<Option<JudgedPerson>, StoreFault> {
    let Some(row) = app.store.person(id).await? else {
        return Ok(None);
    };
    let groups = app.store.groups(id).await?;
    Ok(Some(row.judged(app.tenant, groups)))
}

/// The person who asks, and what they may do.
pub(crate) async fn me(app: &App, id: UserId) -> Result<Option<Me>, StoreFault> {
    let (Some(row), Some(tenant)) = (
        app.store.person(id).await?,
        app.store.tenant(app.tenant).await?,
    ) else {
        return Ok(None);
    };
    let groups = app.store.groups(id).await?;
    let assignments = app.store.assignments(app.tenant).await?;
    let permissions = permissions_of(&assignments, &row.judged(app.tenant, groups));
    Ok(Some(Me {
        id,
        person: shown(&row, &tenant),
        permissions: permissions.iter().map(|p| p.text().to_owned()).collect(),
        current_session: app.store.current_session(id).await?,
    }))
}

/// A person as others see them.
pub(crate) fn shown(row: &PersonRow, tenant: &TenantRow) -> Person {
    let text = |given: &Option<String>| given.as_deref().and_then(shown_text);
    Person {
        name: shown_text(&row.name).unwrap_or_default(),
        job_title: text(&row.job_title),
        company: text(&row.company),
        picture: row
            .has_picture
            .then(|| format!("/api/v1/users/{}/picture", row.id.text())),
        domain: tenant.domain.clone(),
        domain_verified: tenant.domain_verified,
    }
}
