//! Where in a file a value stands, and how it is refused: file, line, key and remedy. Never reads a file.

use std::fmt::Display;
use std::path::Path;

use toml::Spanned;

use super::NoScenario;

/// A file and its text.
pub(super) struct Place<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl Place<'_> {
    pub(super) fn at(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count().saturating_add(1);
        format!("{}:{line}", self.path.display())
    }

    pub(super) fn wrong<T>(
        &self,
        value: &Spanned<T>,
        key: &str,
        remedy: impl Into<String>,
    ) -> NoScenario
    where
        T: Display,
    {
        NoScenario {
            place: self.at(value.span().start),
            what: format!("{key} = {} makes no sense", value.get_ref()),
            remedy: remedy.into(),
        }
    }

    pub(super) fn whole(
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
    pub(super) fn word<T: Copy>(
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
}
