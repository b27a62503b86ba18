//! Roles, assignments, groups and people as administrators read and write them. Names of permissions, roles and groups are
//! texts here; the domain parses them. Never says who may change what.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{AssignmentId, GroupId, UserId};

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RowSource {
    /// From the config file, which writes it anew at each start: change it there.
    Config,
    /// From an identity provider, which writes it anew at each sign-in.
    Provider,
    /// From this API.
    Api,
}

/// `POST /roles`, `PUT /roles/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleBody {
    /// What it is called.
    pub name: String,
    /// What it permits, by names such as `session.offer`.
    pub permissions: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// `rol_…`, or the name of a role that comes with Lotse, such as `helper`.
    pub id: String,
    /// Whether it comes with Lotse and cannot be changed.
    pub built_in: bool,
    /// What it is called.
    pub name: String,
    /// What it permits.
    pub permissions: Vec<String>,
}

/// `GET /roles`: those that come with Lotse first, then the organisation's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RolePage {
    /// The roles.
    pub items: Vec<RoleView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `POST /roles/import`: a role by Intune's names of its permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntuneRole {
    /// What it shall be called.
    pub name: String,
    /// Intune's names, such as `Remote Help app - View screen`.
    pub names: Vec<String>,
}

/// The answer to `POST /roles/import`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleImported {
    /// The role that was made.
    pub role: RoleView,
    /// The names that became no permission.
    pub left_out: Vec<IntuneNotice>,
}

/// A name of Intune's that became no permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IntuneNotice {
    /// The name.
    pub name: String,
    /// `never_here`: Lotse shows a screen and never touches it; `unknown`: no such name.
    pub reason: String,
}

/// Over whom an assignment reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ScopeBody {
    /// Over the whole organisation.
    Everybody,
    /// Over people in one of the groups, and devices in one of the groups or with one of the tags.
    #[serde(rename_all = "camelCase")]
    Some {
        /// Groups of people, by name.
        #[serde(default)]
        user_groups: Vec<String>,
        /// Groups of devices, by name.
        #[serde(default)]
        device_groups: Vec<String>,
        /// Tags of devices.
        #[serde(default)]
        tags: Vec<String>,
    },
}

/// `POST /assignments`, `PUT /assignments/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignmentBody {
    /// The id of a role.
    pub role: String,
    /// The names of the groups whose members have it.
    pub members: Vec<String>,
    /// Over whom.
    pub scope: ScopeBody,
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentView {
    /// Which.
    pub id: AssignmentId,
    /// The id of the role.
    pub role: String,
    /// What the role is called.
    pub role_name: String,
    /// The names of the groups whose members have it.
    pub members: Vec<String>,
    /// Over whom.
    pub scope: ScopeBody,
    /// Where it comes from; only one from the API can be changed here.
    pub source: RowSource,
}

/// `GET /assignments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPage {
    /// The assignments, oldest first.
    pub items: Vec<AssignmentView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `POST /groups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupBody {
    /// What it is called; it keeps that name.
    pub name: String,
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// How many people are in it.
    #[ts(type = "number")]
    pub members: u64,
}

/// `GET /groups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupPage {
    /// The groups by name.
    pub items: Vec<GroupView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Somebody in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// Who.
    pub id: UserId,
    /// What they sign in with.
    pub username: String,
    /// Full name.
    pub name: String,
    /// Who put them there; only who was put there by the API can be taken out here.
    pub source: RowSource,
}

/// `GET /groups/{id}/members`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMemberPage {
    /// The people by username.
    pub items: Vec<GroupMember>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `POST /users`: an account of Lotse's own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateUser {
    /// What they sign in with.
    pub username: String,
    /// Full name.
    pub name: String,
    /// E-mail address; only shown.
    #[serde(default)]
    #[ts(optional)]
    pub email: Option<String>,
    /// Job title.
    #[serde(default)]
    #[ts(optional)]
    pub job_title: Option<String>,
    /// Company.
    #[serde(default)]
    #[ts(optional)]
    pub company: Option<String>,
    /// Their first password, of at least 12 characters.
    pub password: String,
}

/// `PUT /users/{id}`: everything that can be changed, and what is left out becomes empty. Of somebody from the config or a
/// provider only `enabled` can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditUser {
    /// Full name.
    pub name: String,
    /// E-mail address.
    #[serde(default)]
    #[ts(optional)]
    pub email: Option<String>,
    /// Job title.
    #[serde(default)]
    #[ts(optional)]
    pub job_title: Option<String>,
    /// Company.
    #[serde(default)]
    #[ts(optional)]
    pub company: Option<String>,
    /// Whether they may sign in; taking it away ends their sessions within seconds.
    pub enabled: bool,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// Who.
    pub id: UserId,
    /// What they sign in with.
    pub username: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Job title.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Company.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Whether they may sign in.
    pub enabled: bool,
    /// Where their account comes from.
    pub source: RowSource,
    /// The names of the groups they are in.
    pub groups: Vec<String>,
}

/// `GET /users`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserPage {
    /// The people by username.
    pub items: Vec<UserView>,
    /// What to ask the next page with, where there is one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `GET /authz/explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// Whether it is allowed.
    pub allowed: bool,
    /// Why not, as a stable name: the first part that fails.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why not, in a sentence.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The parts of the question in the order in which they are asked.
    pub parts: Vec<ExplainedPart>,
    /// Every assignment of which the person is a member, and what it says.
    pub assignments: Vec<ExplainedTry>,
}

/// One part of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedPart {
    /// `account`, `sharer`, `permission`, `device` or `policy`.
    pub part: String,
    /// Whether it passes.
    pub passes: bool,
    /// The stable reason where it does not.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it is about: the permission, or the id of the policy.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What one assignment says to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedTry {
    /// Which.
    pub id: AssignmentId,
    /// The id of its role.
    pub role: String,
    /// What the role is called.
    pub role_name: String,
    /// `matches`, `lacks_permission` or `out_of_scope`.
    pub result: String,
}
