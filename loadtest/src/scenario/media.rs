//! What publishers send: even bursts, single packets, or a recorded pattern. Never knows a codec.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::NoScenario;
use super::place::Place;
use crate::pattern::{NoPattern, Pattern};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMedia {
    shape: Spanned<String>,
    kbit_per_second: Option<Spanned<i64>>,
    payload_bytes: Option<Spanned<i64>>,
    packets_per_frame: Option<Spanned<i64>>,
    file: Option<Spanned<String>>,
}

/// What each publisher sends.
#[derive(Debug, Clone)]
pub(super) struct Media {
    pub(super) pattern: Arc<Pattern>,
    even: Option<Even>,
}

#[derive(Debug, Clone, Copy)]
struct Even {
    shape: Shape,
    payload_bytes: usize,
    packets: u16,
}

#[derive(Debug, Clone, Copy)]
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

impl Media {
    fn recorded(pattern: Pattern) -> Self {
        Self {
            pattern: Arc::new(pattern),
            even: None,
        }
    }

    /// The same at another rate; a recorded pattern has its own.
    pub(super) fn at_rate(&self, bits_per_second: u64) -> Self {
        let made = self
            .even
            .and_then(|even| even.pattern(bits_per_second).ok());
        Self {
            pattern: made.map_or_else(|| Arc::clone(&self.pattern), Arc::new),
            even: self.even,
        }
    }

    /// Whether it can be sent at any rate.
    pub(super) fn is_even(&self) -> bool {
        self.even.is_some()
    }
}

impl Even {
    fn pattern(self, bits_per_second: u64) -> Result<Pattern, NoPattern> {
        match self.shape {
            Shape::Paced => Pattern::paced(bits_per_second, self.payload_bytes, self.packets),
            Shape::Bursts | Shape::Recorded => {
                Pattern::bursts(bits_per_second, self.payload_bytes, self.packets)
            }
        }
    }
}

impl Place<'_> {
    pub(super) fn media(&self, media: &RawMedia) -> Result<Media, NoScenario> {
        let shape = self.word(Some(&media.shape), "media.shape", &SHAPES)?;
        let (rate, bytes, packets) = match shape {
            Shape::Recorded => return self.recorded(media).map(Media::recorded),
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
        let even = Even {
            shape,
            payload_bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
            packets: u16::try_from(packets).unwrap_or(u16::MAX),
        };
        let made = even.pattern(u64::from(rate).saturating_mul(1_000));
        let pattern =
            made.map_err(|error| self.wrong(&media.shape, "media.shape", error.to_string()))?;
        Ok(Media {
            pattern: Arc::new(pattern),
            even: Some(even),
        })
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
