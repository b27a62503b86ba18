//! What a tenant has chosen (PRODUCT section 6), with the defaults. Values out of bounds cannot be built: reading refuses
//! them. Never decides anything: `policy` and `session` do.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::limits::{HELPERS_MAX, LOCALE_BYTES_MAX, PRIVACY_TEXT_BYTES_MAX, TICKET_PATTERN_MAX};

pub use bounded::{OutOfBounds, Text, Whole};
pub use ticket::{BadPattern, TicketPattern};

mod bounded;
mod ticket;

/// Every setting of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether remote help is on at all.
    pub enabled: bool,
    /// Whether people whose device is not enrolled may be helped.
    pub allow_unenrolled: bool,
    /// What happens when nothing is known of the device.
    pub unknown_device: OnRisk,
    /// What happens when the device breaks a rule.
    pub noncompliant: OnRisk,
    /// What happens when it is another device, or another person, than the session was made for.
    pub device_mismatch: OnRisk,
    /// Whether the chat is on.
    pub chat: bool,
    /// How long a code lives.
    pub code_ttl_min: Whole<1, 60>,
    /// How long both may take to agree.
    pub consent_timeout_min: Whole<1, 30>,
    /// The longest session, from its first live moment, in minutes.
    #[serde(rename = "max_duration_h", with = "bounded::hours")]
    pub max_duration_min: Whole<15, 720>,
    /// How long nothing may happen before the people are asked.
    pub idle_min: Whole<5, 240>,
    /// How often the sharer is asked whether they still want to share.
    pub reconfirm_min: Reconfirm,
    /// How long a lost connection may take to return.
    pub resume_window_s: Whole<10, 600>,
    /// The longest pause.
    pub pause_max_min: Whole<1, 120>,
    /// How many helpers and observers one session may have.
    pub max_helpers: Whole<1, HELPERS_MAX>,
    /// What may be shared.
    pub surfaces: Surfaces,
    /// Whether a browser that does not tell what is shared is let through.
    pub unknown_surface: UnknownSurface,
    /// Whether the helper must say why.
    pub require_reason: Requirement,
    /// Whether the helper must name a ticket.
    pub require_ticket: bool,
    /// How a ticket looks.
    pub ticket_pattern: TicketPattern,
    /// How many sessions a helper may have at a time.
    pub concurrent_sessions: Whole<1, 50>,
    /// How long a session's metadata are kept.
    pub metadata_retention_d: Whole<1, 3650>,
    /// Whether the chat is kept after the session.
    pub transcript: Transcript,
    /// The oldest browsers that are let in.
    pub browser_floors: BrowserFloors,
    /// The language of pages whose reader has not chosen one (BCP 47).
    pub locale: Text<LOCALE_BYTES_MAX>,
    /// What people are told about their privacy.
    pub privacy_text: Text<PRIVACY_TEXT_BYTES_MAX>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: false,
            allow_unenrolled: false,
            unknown_device: OnRisk::Warn,
            noncompliant: OnRisk::Warn,
            device_mismatch: OnRisk::Warn,
            chat: true,
            code_ttl_min: Whole::fixed::<10>(),
            consent_timeout_min: Whole::fixed::<5>(),
            max_duration_min: Whole::fixed::<240>(),
            idle_min: Whole::fixed::<30>(),
            reconfirm_min: Reconfirm::Every30,
            resume_window_s: Whole::fixed::<120>(),
            pause_max_min: Whole::fixed::<15>(),
            max_helpers: Whole::fixed::<3>(),
            surfaces: Surfaces::Any,
            unknown_surface: UnknownSurface::Allow,
            require_reason: Requirement::Off,
            require_ticket: false,
            ticket_pattern: TicketPattern::default(),
            concurrent_sessions: Whole::fixed::<3>(),
            metadata_retention_d: Whole::fixed::<30>(),
            transcript: Transcript::NotStored,
            browser_floors: BrowserFloors::default(),
            locale: Text::fixed("en"),
            privacy_text: Text::fixed(""),
        }
    }
}

/// What a tenant wants done about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnRisk {
    /// Let it pass without a word.
    Allow,
    /// Warn the helper.
    Warn,
    /// Refuse.
    Block,
}

/// How often the sharer is asked whether they still want to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum Reconfirm {
    /// Never; written 0.
    Off,
    /// Every 15 minutes.
    Every15,
    /// Every 30 minutes.
    Every30,
    /// Every 60 minutes.
    Every60,
}

impl Reconfirm {
    /// The interval, if they are asked at all.
    #[must_use]
    pub const fn interval(self) -> Option<Duration> {
        match self {
            Self::Off => None,
            Self::Every15 => Some(Duration::from_secs(15 * 60)),
            Self::Every30 => Some(Duration::from_secs(30 * 60)),
            Self::Every60 => Some(Duration::from_secs(60 * 60)),
        }
    }
}

impl TryFrom<u16> for Reconfirm {
    type Error = OutOfBounds;
    fn try_from(minutes: u16) -> Result<Self, OutOfBounds> {
        match minutes {
            0 => Ok(Self::Off),
            15 => Ok(Self::Every15),
            30 => Ok(Self::Every30),
            60 => Ok(Self::Every60),
            found => Err(OutOfBounds::NotOneOf {
                found,
                right: "0 (off), 15, 30 or 60",
            }),
        }
    }
}

impl From<Reconfirm> for u16 {
    fn from(reconfirm: Reconfirm) -> Self {
        match reconfirm {
            Reconfirm::Off => 0,
            Reconfirm::Every15 => 15,
            Reconfirm::Every30 => 30,
            Reconfirm::Every60 => 60,
        }
    }
}

/// What may be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surfaces {
    /// Whatever the sharer picks.
    Any,
    /// A whole monitor alone.
    Monitor,
    /// A window alone.
    Window,
    /// A browser tab alone.
    Tab,
}

/// What a browser gets that does not tell what is shared, where not everything may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownSurface {
    /// It passes.
    Allow,
    /// It is refused.
    Refuse,
}

/// How much something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// Not asked for.
    Off,
    /// Asked for, may be left out.
    Optional,
    /// Refused without it.
    Required,
}

/// What becomes of the chat after the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transcript {
    /// Nothing is kept.
    NotStored,
    /// It is kept with the session's metadata.
    Stored,
}

/// The oldest browsers that are let in, as (major, minor).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrowserFloors {
    /// Chrome and other Chromium browsers.
    pub chrome: (u16, u16),
    /// Edge.
    pub edge: (u16, u16),
    /// Firefox.
    pub firefox: (u16, u16),
    /// Safari.
    pub safari: (u16, u16),
}

impl Default for BrowserFloors {
    fn default() -> Self {
        Self {
            chrome: (109, 0),
            edge: (109, 0),
            firefox: (122, 0),
            safari: (16, 4),
        }
    }
}

#[cfg(test)]
mod tests;
