//! What the tenant's settings were when a session was made: they hold for its whole life. What a policy wants
//! tightens them, and nothing loosens them again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::access::{Controls, Surfaces as SharedSurfaces};
use crate::settings::{Settings, Surfaces, UnknownSurface};
use lotse_protocol::api::Surface;

/// The terms of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) code_life: Duration,
    pub(crate) consent: Duration,
    pub(crate) longest: Duration,
    pub(crate) idle: Duration,
    pub(crate) reconfirm: Option<Duration>,
    pub(crate) resume: Duration,
    pub(crate) pause: Duration,
    pub(crate) helpers: usize,
    pub(crate) surfaces: Surfaces,
    pub(crate) unknown_surface: UnknownSurface,
    /// What the policies let be shared, beside the settings.
    #[serde(default)]
    pub(crate) only: SharedSurfaces,
}

impl Terms {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            code_life: settings.code_ttl_min.minutes(),
            consent: settings.consent_timeout_min.minutes(),
            longest: settings.max_duration_min.minutes(),
            idle: settings.idle_min.minutes(),
            reconfirm: settings.reconfirm_min.interval(),
            resume: settings.resume_window_s.seconds(),
            pause: settings.pause_max_min.minutes(),
            helpers: usize::from(settings.max_helpers.number()),
            surfaces: settings.surfaces,
            unknown_surface: settings.unknown_surface,
            only: None,
        }
    }

    /// Takes over what is stricter in what the policies want; nothing is ever loosened.
    pub(crate) fn tighten(&mut self, controls: &Controls) {
        let ours = Controls {
            longest: Some(self.longest),
            reconfirm: self.reconfirm,
            surfaces: self.only.take(),
        };
        let both = ours.and(controls);
        self.longest = both.longest.unwrap_or(self.longest);
        self.reconfirm = both.reconfirm;
        self.only = both.surfaces;
    }

    /// Whether this may be shared; a browser that does not tell counts as unknown.
    pub(crate) fn permit(&self, surface: Surface) -> bool {
        let only = self.only.as_ref();
        only.is_none_or(|only| only.contains(&surface)) && self.settings_permit(surface)
    }

    fn settings_permit(&self, surface: Surface) -> bool {
        match (self.surfaces, surface) {
            (Surfaces::Any, _)
            | (Surfaces::Monitor, Surface::Monitor)
            | (Surfaces::Window, Surface::Window)
            | (Surfaces::Tab, Surface::Tab) => true,
            (Surfaces::Monitor | Surfaces::Window | Surfaces::Tab, Surface::Unknown) => {
                self.unknown_surface == UnknownSurface::Allow
            }
            (Surfaces::Monitor, Surface::Window | Surface::Tab)
            | (Surfaces::Window, Surface::Monitor | Surface::Tab)
            | (Surfaces::Tab, Surface::Monitor | Surface::Window) => false,
        }
    }
}
