//! Scenario files: what to load, in TOML. Unknown keys and values that make no sense are refused with file, line, key and
//! remedy. Never a default that a reader of the file could not guess from `config/loadtest/`.

mod place;
mod media;
mod ramp;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

pub use ramp::{Grows, Ramp};

use crate::frames::Codec;
use crate::link::Transport;
use crate::loss::Loss;
use crate::pattern::Pattern;
use media::{Media, RawMedia};
use place::Place;
use ramp::RawRamp;

/// Where named scenarios are looked for, seen from the folder that the command runs in.
pub const FOLDER: &str = "config/loadtest";

/// What to load.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name, as in the file's.
    pub name: String,
    /// What it shows, in a sentence.
    pub about: String,
    /// Sessions at once.
    pub sessions: u32,
    /// Helpers in each.
    pub helpers: u32,
    /// How long packets are counted.
    pub window: Duration,
    /// How long media flow before packets are counted.
    pub warm_up: Duration,
    /// What publishers pretend to encode.
    pub codec: Codec,
    /// How media travel.
    pub transport: Transport,
    /// What players lose on purpose.
    pub loss: Option<Loss>,
    /// How it is run with more and more people.
    pub ramp: Option<Ramp>,
    media: Option<Media>,
    /// Whether participants have a data channel and beat on it as a page does.
    pub beats: bool,
    /// How many may join each second.
    pub joins_per_second: u32,
    /// Each participant leaves after so long and another joins, for as long as the window lasts.
    pub stay: Option<Duration>,
    /// How many join at one moment at the end.
    pub storm: u32,
    /// Every so many packets one is opened for its stamp; the others are counted by their header.
    pub decode_every: u32,
    /// Whether receivers let the kernel merge packets.
    pub receive_offload: bool,
}

/// Why a scenario is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}; {remedy}")]
pub struct NoScenario {
    place: String,
    what: String,
    remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    about: String,
    sessions: Spanned<i64>,
    helpers: Spanned<i64>,
    seconds: Spanned<i64>,
    #[serde(default)]
    warm_up_seconds: Option<Spanned<i64>>,
    #[serde(default)]
    codec: Option<Spanned<String>>,
    #[serde(default)]
    transport: Option<Spanned<String>>,
    #[serde(default)]
    beats: bool,
    #[serde(default)]
    join: RawJoin,
    #[serde(default)]
    media: Option<RawMedia>,
    #[serde(default)]
    loss: Option<RawLoss>,
    #[serde(default)]
    ramp: Option<RawRamp>,
    #[serde(default)]
    receive: RawReceive,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJoin {
    per_second: Option<Spanned<i64>>,
    stay_seconds: Option<Spanned<i64>>,
    storm: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLoss {
    per_mille: Spanned<i64>,
    seed: Spanned<i64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReceive {
    decode_every: Option<Spanned<i64>>,
    offload: Option<bool>,
}

impl Scenario {
    /// Finds a scenario by its path, or by its name in `config/loadtest/`.
    pub fn load(name_or_path: &str) -> Result<Self, NoScenario> {
        let path = if name_or_path.contains(['/', '.']) {
            PathBuf::from(name_or_path)
        } else {
            Path::new(FOLDER).join(format!("{name_or_path}.toml"))
        };
        let text = fs::read_to_string(&path).map_err(|error| NoScenario {
            place: path.display().to_string(),
            what: error.to_string(),
            remedy: format!(
                "name a file, or one of {} (seen from the folder that holds `{FOLDER}`)",
                names().join(", ")
            ),
        })?;
        Self::parse(&path, &text)
    }

    /// Reads a scenario; patterns are looked for beside its file.
    pub fn parse(path: &Path, text: &str) -> Result<Self, NoScenario> {
        let place = Place { path, text };
        let raw: Raw = toml::from_str(text).map_err(|error| NoScenario {
            place: place.at(error.span().map_or(0, |span| span.start)),
            what: error.message().to_owned(),
            remedy: format!("see the files in {FOLDER} for what may stand there"),
        })?;
        let whole = |value: &Spanned<i64>, key, least, most| place.whole(value, key, least, most);
        let or = |value: &Option<Spanned<i64>>, key, least, most, default| {
            value
                .as_ref()
                .map_or(Ok(default), |value| whole(value, key, least, most))
        };
        let stay = raw.join.stay_seconds.as_ref();
        let stay = stay.map(|value| whole(value, "join.stay_seconds", 1, 3_600));
        let media = raw.media.as_ref().map(|media| place.media(media));
        let media = media.transpose()?;
        let ramp = raw.ramp.as_ref();
        let ramp = ramp.map(|ramp| place.ramp(ramp, media.as_ref()));
        let loss = raw.loss.as_ref().map(|raw| {
            Ok(Loss {
                per_mille: whole(&raw.per_mille, "loss.per_mille", 1, 1_000)?,
                seed: whole(&raw.seed, "loss.seed", 0, u32::MAX)?.into(),
            })
        });
        let seconds = |count: u32| Duration::from_secs(count.into());
        let warm_up = &raw.warm_up_seconds;
        Ok(Self {
            name: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            about: raw.about,
            sessions: whole(&raw.sessions, "sessions", 1, 100_000)?,
            helpers: whole(&raw.helpers, "helpers", 0, 10_000)?,
            window: seconds(whole(&raw.seconds, "seconds", 1, 86_400)?),
            warm_up: seconds(or(warm_up, "warm_up_seconds", 0, 3_600, 2)?),
            codec: place.word(raw.codec.as_ref(), "codec", &CODECS)?,
            transport: place.word(raw.transport.as_ref(), "transport", &TRANSPORTS)?,
            loss: loss.transpose()?,
            ramp: ramp.transpose()?,
            media,
            beats: raw.beats,
            joins_per_second: or(&raw.join.per_second, "join.per_second", 1, 100_000, 50)?,
            stay: stay.transpose()?.map(seconds),
            storm: or(&raw.join.storm, "join.storm", 0, 10_000, 0)?,
            decode_every: or(
                &raw.receive.decode_every,
                "receive.decode_every",
                1,
                100_000,
                16,
            )?,
            receive_offload: raw.receive.offload.unwrap_or_default(),
        })
    }

    /// What publishers send; nothing in an idle scenario.
    #[must_use]
    pub fn pattern(&self) -> Option<Arc<Pattern>> {
        self.media.as_ref().map(|media| Arc::clone(&media.pattern))
    }

    /// The same with so many of what its ramp lets grow, and without a ramp.
    #[must_use]
    pub fn at(&self, ramp: &Ramp, many: u32) -> Self {
        let (sessions, helpers) = match ramp.grows {
            Grows::Sessions => (many, self.helpers),
            Grows::Helpers => (self.sessions, many),
        };
        let each = ramp
            .total_bits_per_second
            .and_then(|total| total.checked_div(sessions.into()));
        let media = match (&self.media, each) {
            (Some(media), Some(rate)) => Some(media.at_rate(rate.max(1))),
            (media, None | Some(_)) => media.clone(),
        };
        Self {
            sessions,
            helpers,
            media,
            ramp: None,
            ..self.clone()
        }
    }

    /// Everybody who takes part.
    #[must_use]
    pub fn participants(&self) -> u64 {
        let each = u64::from(self.helpers).saturating_add(1);
        u64::from(self.sessions).saturating_mul(each)
    }
}

/// The scenarios in the folder.
#[must_use]
pub fn names() -> Vec<String> {
    let files = fs::read_dir(FOLDER).into_iter().flatten().flatten();
    let toml = files
        .map(|file| file.path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"));
    let mut names: Vec<String> = toml
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort_unstable();
    names
}

const TRANSPORTS: [(&str, Transport); 2] = [("udp", Transport::Udp), ("tcp", Transport::Tcp)];

const CODECS: [(&str, Codec); 4] = [
    ("vp8", Codec::Vp8),
    ("vp9", Codec::Vp9),
    ("av1", Codec::Av1),
    ("h264", Codec::H264),
];

#[cfg(test)]
mod tests;
