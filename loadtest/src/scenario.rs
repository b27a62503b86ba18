//! Scenario files: what to load, in TOML. Unknown keys and values that make no sense are refused with file, line, key and
//! remedy. Never a default that a reader of the file could not guess from `config/loadtest/`.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use crate::frames::Codec;
use crate::pattern::Pattern;

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
    /// What publishers send; nothing in an idle scenario.
    pub pattern: Option<Arc<Pattern>>,
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
    beats: bool,
    #[serde(default)]
    join: RawJoin,
    #[serde(default)]
    media: Option<RawMedia>,
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
struct RawMedia {
    shape: Spanned<String>,
    kbit_per_second: Option<Spanned<i64>>,
    payload_bytes: Option<Spanned<i64>>,
    packets_per_frame: Option<Spanned<i64>>,
    file: Option<Spanned<String>>,
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
        let pattern = raw.media.as_ref().map(|media| place.pattern(media));
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
            pattern: pattern.transpose()?.map(Arc::new),
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

const CODECS: [(&str, Codec); 4] = [
    ("vp8", Codec::Vp8),
    ("vp9", Codec::Vp9),
    ("av1", Codec::Av1),
    ("h264", Codec::H264),
];

#[derive(Clone, Copy)]
enum Shape {
    Bursts,
    Paced,
    Recorded,
}

const SHAPES: [(&str, Shape); 3] = [
    ("bursts", Shape::Bursts),
    ("paced", Shape::Paced),
    ("recorded", Shape::Recorded),
];

struct Place<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Place<'_> {
    fn at(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count().saturating_add(1);
        format!("{}:{line}", self.path.display())
    }

    fn wrong<T>(&self, value: &Spanned<T>, key: &str, remedy: impl Into<String>) -> NoScenario
    where
        T: Display,
    {
        NoScenario {
            place: self.at(value.span().start),
            what: format!("{key} = {} makes no sense", value.get_ref()),
            remedy: remedy.into(),
        }
    }

    fn whole(
        &self,
        value: &Spanned<i64>,
        key: &str,
        least: u32,
        most: u32,
    ) -> Result<u32, NoScenario> {
        u32::try_from(*value.get_ref())
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| self.wrong(value, key, format!("use a number from {least} to {most}")))
    }

    /// One of some words; the first is what is meant when nothing is said.
    fn word<T: Copy>(
        &self,
        value: Option<&Spanned<String>>,
        key: &str,
        words: &[(&str, T)],
    ) -> Result<T, NoScenario> {
        let said = value.map(|value| value.get_ref().as_str());
        let found = words
            .iter()
            .find(|(word, _)| said.is_none_or(|said| said == *word));
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let remedy = format!("use one of {}", list.join(", "));
        match (found, value) {
            (Some((_, meaning)), _) => Ok(*meaning),
            (None, Some(value)) => Err(self.wrong(value, key, remedy)),
            (None, None) => Err(NoScenario {
                place: self.at(0),
                what: format!("{key} is missing"),
                remedy,
            }),
        }
    }

    fn pattern(&self, media: &RawMedia) -> Result<Pattern, NoScenario> {
        let shape = self.word(Some(&media.shape), "media.shape", &SHAPES)?;
        let (rate, bytes, packets) = match shape {
            Shape::Recorded => return self.recorded(media),
            Shape::Bursts | Shape::Paced => (
                self.needed(
                    media,
                    &media.kbit_per_second,
                    "media.kbit_per_second",
                    10_000_000,
                )?,
                self.needed(media, &media.payload_bytes, "media.payload_bytes", 1_400)?,
                self.needed(
                    media,
                    &media.packets_per_frame,
                    "media.packets_per_frame",
                    2_000,
                )?,
            ),
        };
        if let Some(file) = &media.file {
            return Err(self.wrong(
                file,
                "media.file",
                "leave it out, or use shape = \"recorded\"",
            ));
        }
        let rate = u64::from(rate).saturating_mul(1_000);
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let packets = u16::try_from(packets).unwrap_or(u16::MAX);
        let made = match shape {
            Shape::Paced => Pattern::paced(rate, bytes, packets),
            Shape::Bursts | Shape::Recorded => Pattern::bursts(rate, bytes, packets),
        };
        made.map_err(|error| self.wrong(&media.shape, "media.shape", error.to_string()))
    }

    fn needed(
        &self,
        media: &RawMedia,
        value: &Option<Spanned<i64>>,
        key: &str,
        most: u32,
    ) -> Result<u32, NoScenario> {
        let Some(value) = value else {
            let remedy = format!("this shape needs {key} too");
            return Err(self.wrong(&media.shape, "media.shape", remedy));
        };
        self.whole(value, key, 1, most)
    }

    fn recorded(&self, media: &RawMedia) -> Result<Pattern, NoScenario> {
        let Some(file) = &media.file else {
            let remedy = "this shape needs media.file too, the path of a pattern beside this file";
            return Err(self.wrong(&media.shape, "media.shape", remedy));
        };
        let path = self
            .path
            .parent()
            .unwrap_or(Path::new("."))
            .join(file.get_ref());
        let text = fs::read_to_string(&path).map_err(|error| {
            self.wrong(file, "media.file", format!("{}: {error}", path.display()))
        })?;
        Pattern::parse(&text).map_err(|error| {
            let remedy = format!("mend {}: {error}", path.display());
            self.wrong(file, "media.file", remedy)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "about = \"x\"\nsessions = 2\nhelpers = 3\nseconds = 4\n";

    fn refusal(text: &str) -> String {
        Scenario::parse(Path::new("folder/x.toml"), text)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn what_a_file_leaves_out_has_its_default() {
        let scenario = Scenario::parse(Path::new("folder/x.toml"), GOOD).unwrap();

        assert_eq!((scenario.name.as_str(), scenario.participants()), ("x", 8));
        assert_eq!((scenario.joins_per_second, scenario.decode_every), (50, 16));
        assert!(scenario.pattern.is_none() && scenario.stay.is_none() && !scenario.beats);
    }

    #[test]
    fn an_unknown_key_is_refused_with_file_line_and_key() {
        let said = refusal(&format!("{GOOD}sesions = 3\n"));

        assert!(said.starts_with("folder/x.toml:5: "), "{said}");
        assert!(
            said.contains("`sesions`") && said.contains("config/loadtest"),
            "{said}"
        );
    }

    #[test]
    fn a_value_out_of_range_is_refused_with_what_would_do() {
        let said = refusal(&GOOD.replace("helpers = 3", "helpers = -3"));

        assert_eq!(
            said,
            "folder/x.toml:3: helpers = -3 makes no sense; use a number from 0 to 10000"
        );
    }

    #[test]
    fn a_word_that_is_none_is_refused_with_those_that_are() {
        let said = refusal(&format!("{GOOD}codec = \"theora\"\n"));

        assert_eq!(
            said,
            "folder/x.toml:5: codec = theora makes no sense; use one of vp8, vp9, av1, h264"
        );
    }

    #[test]
    fn a_shape_without_its_numbers_or_its_file_is_refused() {
        let bursts = refusal(&format!("{GOOD}[media]\nshape = \"bursts\"\n"));
        let recorded = refusal(&format!(
            "{GOOD}[media]\nshape = \"recorded\"\nfile = \"no.csv\"\n"
        ));

        assert!(
            bursts.contains("needs media.kbit_per_second too"),
            "{bursts}"
        );
        assert!(
            recorded.starts_with("folder/x.toml:7: ") && recorded.contains("no.csv"),
            "{recorded}"
        );
    }
}
