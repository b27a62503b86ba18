//! Problem bodies (RFC 9457): what a caller is told when something is refused. Never holds internal error text, and
//! knows no status of its own: each HTTP edge maps its errors in one place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The media type of a problem body (RFC 9457 section 6.1).
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// A problem body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A stable name of the kind of problem: `urn:lotse:problem:<slug>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One short sentence, the same for every problem of this kind.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What the reader can do next.
    pub detail: String,
    /// Finds the request in the logs.
    pub trace_id: String,
    /// A stable reason within the kind, such as why a role refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<String>,
    /// The policy that refuses, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub policy: Option<String>,
}

/// The name of a kind of problem from its slug.
#[must_use]
pub fn problem_type(slug: &str) -> String {
    format!("urn:lotse:problem:{slug}")
}
