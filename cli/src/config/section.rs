//! Takes typed values out of a config's tree, key by key, and notes everything that does not fit instead of stopping at
//! the first. Knows no key's meaning.

use std::cell::RefCell;
use std::fmt::Display;
use std::path::Path;
use std::rc::Rc;
use std::str::FromStr;

use crate::config::fault::{Fault, Faults, Origin};
use crate::config::source::{Entry, Node, Table, read_bounded};
use crate::config::suggestion::suggestion;
use crate::limits::SECRET_BYTES_MAX;

/// A value, and where to point when it is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    /// The value.
    pub(crate) value: T,
    spot: Spot,
}

#[derive(Debug, Clone)]
struct Spot {
    key: String,
    at: Origin,
    written: Option<String>,
    faults: Rc<RefCell<Faults>>,
}

impl Spot {
    fn fault(&self, wrong: impl Display, right: &str) {
        self.faults.borrow_mut().add(Fault {
            at: self.at.clone(),
            key: self.key.clone(),
            value: self.written.clone(),
            wrong: wrong.to_string(),
            right: right.to_owned(),
        });
    }
}

impl<T> Found<T> {
    /// Whether it came from an environment variable, which can only hold text.
    pub(crate) fn is_variable(&self) -> bool {
        matches!(self.spot.at, Origin::Variable { .. })
    }

    /// Notes that nobody knows this key. What it holds may be a secret under a misspelt name, so it is not shown.
    pub(crate) fn unknown(&self, right: &str) {
        let spot = Spot {
            written: None,
            ..self.spot.clone()
        };
        spot.fault("there is no such key", right);
    }

    /// Notes that this value is wrong.
    pub(crate) fn refuse(&self, wrong: impl Display, right: &str) {
        self.spot.fault(wrong, right);
    }
}

impl Found<String> {
    /// The text as something else; a text that does not fit is noted with `right`.
    pub(crate) fn parse<T>(&self, right: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let parsed = self.value.parse::<T>();
        parsed.map_err(|error| self.refuse(error, right)).ok()
    }
}

/// One table of the config, taken apart key by key.
#[derive(Debug)]
pub(crate) struct Section {
    path: String,
    at: Origin,
    table: Table,
    known: Vec<&'static str>,
    faults: Rc<RefCell<Faults>>,
}

impl Section {
    /// The whole config.
    pub(crate) fn root(file: &str, table: Table) -> Self {
        let at = Origin::File {
            file: file.to_owned(),
        };
        Self {
            path: String::new(),
            at,
            table,
            known: Vec::new(),
            faults: Rc::default(),
        }
    }

    /// What is wrong so far, of the whole config.
    pub(crate) fn faults(&self) -> Faults {
        self.faults.borrow().clone()
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Found<String>> {
        let entry = self.take(key)?;
        self.as_text(key, &entry)
    }

    /// A text that must be there.
    pub(crate) fn text_required(
        &mut self,
        key: &'static str,
        right: &str,
    ) -> Option<Found<String>> {
        let found = self.text(key);
        if found.is_none() && !self.has_fault(key) {
            self.missing(key, right);
        }
        found
    }

    /// A list of texts; from the environment separated by commas.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<Found<String>>> {
        let entry = self.take(key)?;
        if let Some(text) = from_variable(&entry) {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            return Some(
                parts
                    .map(|part| self.found(key, &entry, part.to_owned()))
                    .collect(),
            );
        }
        let Some(items) = entry.node.as_list() else {
            return self.mistyped(key, &entry, "a list of texts, such as [\"one\", \"two\"]");
        };
        items.iter().map(|item| self.as_text(key, item)).collect()
    }

    /// True or false.
    pub(crate) fn flag(&mut self, key: &'static str) -> Option<Found<bool>> {
        let right = "true or false, without quotes";
        let entry = self.take(key)?;
        let flag = match from_variable(&entry) {
            Some(text) => Some(
                self.found(key, &entry, text.clone())
                    .parse("true or false")?,
            ),
            None => entry.node.as_flag(),
        };
        match flag {
            Some(flag) => Some(self.found(key, &entry, flag)),
            None => self.mistyped(key, &entry, right),
        }
    }

    /// A whole number between two bounds.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        least: i64,
        most: i64,
    ) -> Option<Found<i64>> {
        let right = format!("a whole number from {least} to {most}");
        let entry = self.take(key)?;
        let number = match from_variable(&entry) {
            Some(text) => Some(self.found(key, &entry, text.clone()).parse(&right)?),
            None => entry.node.as_number(),
        };
        let Some(number) = number else {
            return self.mistyped(key, &entry, &right);
        };
        let found = self.found(key, &entry, number);
        if number < least || number > most {
            found.refuse("out of bounds", &right);
            return None;
        }
        Some(found)
    }

    /// A secret: under `key`, or in the file that `key_file` names. Its value never shows up in a fault.
    pub(crate) fn secret(
        &mut self,
        key: &'static str,
        file_key: &'static str,
    ) -> Option<Found<String>> {
        let file = self.text(file_key);
        let direct = self.hidden_text(key);
        match (direct, file) {
            (Some(direct), Some(file)) => {
                let right = format!("keep one of {key} and {file_key}");
                file.refuse("the secret is given twice", &right);
                Some(direct)
            }
            (Some(direct), None) => Some(direct),
            (None, Some(file)) => Self::from_file(file),
            (None, None) => None,
        }
    }

    /// A text whose value never shows up in a fault.
    pub(crate) fn hidden_text(&mut self, key: &'static str) -> Option<Found<String>> {
        let hidden = Entry {
            written: "(not shown)".to_owned(),
            ..self.take(key)?
        };
        self.as_text(key, &hidden)
    }

    fn as_text(&self, key: &str, entry: &Entry) -> Option<Found<String>> {
        match entry.node.as_text() {
            Some(text) => Some(self.found(key, entry, text.clone())),
            None => self.mistyped(key, entry, "a text in double quotes"),
        }
    }

    fn from_file(file: Found<String>) -> Option<Found<String>> {
        match read_bounded(Path::new(&file.value), SECRET_BYTES_MAX) {
            Ok(text) => Some(Found {
                value: text.trim_end_matches(['\r', '\n']).to_owned(),
                spot: file.spot,
            }),
            Err(error) => {
                file.refuse(
                    format!("the file cannot be read: {error}"),
                    "a file with nothing but the secret",
                );
                None
            }
        }
    }

    /// A section; an empty one when it is not there.
    pub(crate) fn section(&mut self, key: &'static str) -> Self {
        let Some(entry) = self.take(key) else {
            return self.within(self.path_of(key), Table::new(), self.at.clone());
        };
        let table = entry.node.as_table().cloned();
        if table.is_none() {
            self.mistyped::<()>(key, &unshown(&entry), &format!("a section: [{key}]"));
        }
        self.within(self.path_of(key), table.unwrap_or_default(), entry.at)
    }

    /// Every `[[key]]` section.
    pub(crate) fn sections(&mut self, key: &'static str) -> Vec<Self> {
        let right = format!("one [[{key}]] section for each");
        let Some(entry) = self.take(key) else {
            return Vec::new();
        };
        let Some(items) = entry.node.as_list() else {
            self.mistyped::<()>(key, &unshown(&entry), &right);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (item, number) in items.iter().zip(1..) {
            match item.node.as_table() {
                Some(table) => {
                    let path = format!("{}[{number}]", self.path_of(key));
                    sections.push(self.within(path, table.clone(), item.at.clone()));
                }
                None => {
                    self.mistyped::<()>(key, &unshown(item), &right);
                }
            }
        }
        sections
    }

    /// Every key and value that is there, for sections whose keys another crate knows.
    pub(crate) fn rest(&mut self) -> Vec<(String, Found<Node>)> {
        let table = std::mem::take(&mut self.table);
        let pairs = table.into_iter().map(|(key, entry)| {
            let found = self.found(&key, &entry, entry.node.clone());
            (key, found)
        });
        pairs.collect()
    }

    /// Notes every key that nobody asked for, with the nearest one that exists.
    pub(crate) fn finish(self) {
        for (key, entry) in &self.table {
            let right = suggestion(key, &self.known, &self.path);
            self.found(key, entry, ()).unknown(&right);
        }
    }

    /// The same place without its keys, to note later what is missing in it.
    pub(crate) fn pointer(&self) -> Self {
        self.within(self.path.clone(), Table::new(), self.at.clone())
    }

    /// Notes that `key` must be there.
    pub(crate) fn missing(&self, key: &str, right: &str) {
        let spot = Spot {
            key: self.path_of(key),
            at: self.at.clone(),
            written: None,
            faults: Rc::clone(&self.faults),
        };
        spot.fault("it is missing", right);
    }

    fn within(&self, path: String, table: Table, at: Origin) -> Self {
        Self {
            path,
            at,
            table,
            known: Vec::new(),
            faults: Rc::clone(&self.faults),
        }
    }

    /// Whether something is wrong with this key already.
    pub(crate) fn has_fault(&self, key: &str) -> bool {
        self.faults.borrow().names(&self.path_of(key))
    }

    fn take(&mut self, key: &'static str) -> Option<Entry> {
        self.known.push(key);
        self.table.remove(key)
    }

    fn path_of(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    fn found<T>(&self, key: &str, entry: &Entry, value: T) -> Found<T> {
        // A whole table may have a secret in it.
        let shown = entry.node.is_plain() && !entry.written.is_empty();
        let written = shown.then(|| entry.written.clone());
        Found {
            value,
            spot: Spot {
                key: self.path_of(key),
                at: entry.at.clone(),
                written,
                faults: Rc::clone(&self.faults),
            },
        }
    }

    fn mistyped<T>(&self, key: &str, entry: &Entry, right: &str) -> Option<T> {
        let wrong = format!("it is {}", entry.node.kind());
        self.found(key, entry, ()).refuse(wrong, right);
        None
    }
}

/// The same without what was written: where sections belong, anything may stand.
fn unshown(entry: &Entry) -> Entry {
    Entry {
        written: String::new(),
        ..entry.clone()
    }
}

/// The text of an environment variable, which stands for any type.
fn from_variable(entry: &Entry) -> Option<&String> {
    let variable = matches!(entry.at, Origin::Variable { .. });
    entry.node.as_text().filter(|_| variable)
}
