//! A config as a tree of values that know where they came from: TOML files, with environment variables laid over them.
//! Knows no key.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use toml_edit::{Document, Item, TableLike, Value};

use crate::config::fault::{Fault, Faults, Origin};
use crate::limits::{CONFIG_BYTES_MAX, CONFIG_DEPTH_MAX};

/// What environment variables of ours begin with.
const PREFIX: &str = "LOTSE_";

/// A table: keys and what they hold.
pub(crate) type Table = BTreeMap<String, Entry>;

/// A value and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The value.
    pub(crate) node: Node,
    /// Where it stands.
    pub(crate) at: Origin,
    /// As it was written.
    pub(crate) written: String,
}

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// `[section]`, or `{ .. }`.
    Table(Table),
    /// `[..]`, or several `[[section]]`.
    List(Vec<Entry>),
    /// A text; every value from the environment is one.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number with a point.
    Decimal(f64),
    /// True or false.
    Flag(bool),
    /// A date or a time, which no key of ours takes.
    Date,
}

impl Node {
    /// The text, where it is one.
    pub(crate) const fn as_text(&self) -> Option<&String> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The items, where it is a list.
    pub(crate) const fn as_list(&self) -> Option<&Vec<Entry>> {
        if let Self::List(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The keys, where it is a table.
    pub(crate) const fn as_table(&self) -> Option<&Table> {
        if let Self::Table(table) = self {
            Some(table)
        } else {
            None
        }
    }

    /// The number, where it is a whole one.
    pub(crate) const fn as_number(&self) -> Option<i64> {
        if let Self::Number(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The flag, where it is one.
    pub(crate) const fn as_flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self {
            Some(*flag)
        } else {
            None
        }
    }

    /// Whether it is one value, or a list of such: nothing with keys of its own.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Self::Table(_) => false,
            Self::List(items) => items.iter().all(|item| item.node.is_plain()),
            Self::Text(_) | Self::Number(_) | Self::Decimal(_) | Self::Flag(_) | Self::Date => true,
        }
    }

    /// What it is, for people.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::List(_) => "a list",
            Self::Text(_) => "a text",
            Self::Number(_) => "a whole number",
            Self::Decimal(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date => "a date",
        }
    }
}

/// Reads a file of at most `max` bytes.
pub(crate) fn read_bounded(path: &Path, max: u64) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?
        .take(max.saturating_add(1))
        .read_to_string(&mut text)?;
    match u64::try_from(read) {
        Ok(read) if read <= max => Ok(text),
        Ok(_) | Err(_) => Err(io::Error::other(format!("larger than {max} bytes"))),
    }
}

/// Reads a config file.
pub(crate) fn read_file(path: &Path) -> Result<String, Faults> {
    read_bounded(path, CONFIG_BYTES_MAX).map_err(|error| {
        Faults::from(Fault {
            at: Origin::File {
                file: path.display().to_string(),
            },
            key: "--config".to_owned(),
            value: None,
            wrong: format!("the file cannot be read: {error}"),
            right: "name a readable TOML file; config/lotse.toml is a commented example".to_owned(),
        })
    })
}

/// Parses TOML; `file` is its name in faults.
pub(crate) fn parse(file: &str, text: &str) -> Result<Table, Faults> {
    let document = Document::parse(text).map_err(|error| {
        Faults::from(Fault {
            at: Origin::Line {
                file: file.to_owned(),
                line: line_of(text, error.span()),
            },
            key: "TOML".to_owned(),
            value: None,
            wrong: error.message().replace('\n', ", "),
            right: "write key = value, with texts in double quotes and sections as [section]"
                .to_owned(),
        })
    })?;
    let reading = Reading { file, text };
    reading.table(document.as_table(), 0)
}

fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or(text);
    before.matches('\n').count().saturating_add(1)
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reading<'_> {
    fn table(&self, table: &dyn TableLike, depth: usize) -> Result<Table, Faults> {
        let mut entries = Table::new();
        for (name, item) in table.iter() {
            let key_span = table.key(name).and_then(toml_edit::Key::span);
            let entry = self.item(item, key_span, depth.saturating_add(1))?;
            entries.insert(name.to_owned(), entry);
        }
        Ok(entries)
    }

    fn item(
        &self,
        item: &Item,
        key_span: Option<Range<usize>>,
        depth: usize,
    ) -> Result<Entry, Faults> {
        let span = item.span().or(key_span);
        if depth > CONFIG_DEPTH_MAX {
            return Err(self.too_deep(span).into());
        }
        let node = match item {
            Item::None => Node::Table(Table::new()),
            Item::Value(value) => self.value(value, depth)?,
            Item::Table(table) => Node::Table(self.table(table, depth)?),
            Item::ArrayOfTables(tables) => {
                let tables = tables.iter().map(|table| {
                    let node = Node::Table(self.table(table, depth)?);
                    Ok(self.entry(node, table.span()))
                });
                Node::List(tables.collect::<Result<_, Faults>>()?)
            }
        };
        Ok(self.entry(node, span))
    }

    fn value(&self, value: &Value, depth: usize) -> Result<Node, Faults> {
        Ok(match value {
            Value::String(text) => Node::Text(text.value().clone()),
            Value::Integer(number) => Node::Number(*number.value()),
            Value::Float(number) => Node::Decimal(*number.value()),
            Value::Boolean(flag) => Node::Flag(*flag.value()),
            Value::Datetime(_) => Node::Date,
            Value::InlineTable(table) => Node::Table(self.table(table, depth)?),
            Value::Array(array) => {
                let items = array.iter().map(|value| {
                    let deeper = depth.saturating_add(1);
                    if deeper > CONFIG_DEPTH_MAX {
                        return Err(self.too_deep(value.span()).into());
                    }
                    Ok(self.entry(self.value(value, deeper)?, value.span()))
                });
                Node::List(items.collect::<Result<_, Faults>>()?)
            }
        })
    }

    fn entry(&self, node: Node, span: Option<Range<usize>>) -> Entry {
        let written = span.clone().and_then(|span| self.text.get(span));
        Entry {
            node,
            at: self.origin(span.clone()),
            written: written.unwrap_or_default().trim().to_owned(),
        }
    }

    fn origin(&self, span: Option<Range<usize>>) -> Origin {
        Origin::Line {
            file: self.file.to_owned(),
            line: line_of(self.text, span),
        }
    }

    fn too_deep(&self, span: Option<Range<usize>>) -> Fault {
        Fault {
            at: self.origin(span),
            key: "TOML".to_owned(),
            value: None,
            wrong: format!("tables and lists more than {CONFIG_DEPTH_MAX} deep"),
            right: "config/lotse.toml shows every section there is".to_owned(),
        }
    }
}

/// Lays `LOTSE_SECTION__KEY` variables over the table. A variable without two underscores counts only where `top` has its
/// name, since other programs of ours read such variables too.
pub(crate) fn overlay(
    root: &mut Table,
    variables: impl Iterator<Item = (String, String)>,
    top: &[&str],
) {
    for (variable, value) in variables {
        let Some(path) = variable.strip_prefix(PREFIX).map(str::to_ascii_lowercase) else {
            continue;
        };
        let entry = Entry {
            written: format!("{value:?}"),
            node: Node::Text(value),
            at: Origin::Variable {
                variable: variable.clone(),
            },
        };
        match path.split_once("__") {
            Some((section, key)) => put(root, section, key, entry),
            None if top.contains(&path.as_str()) => {
                root.insert(path, entry);
            }
            None => {}
        }
    }
}

fn put(root: &mut Table, section: &str, key: &str, entry: Entry) {
    let at = entry.at.clone();
    let table = root.entry(section.to_owned()).or_insert_with(|| Entry {
        node: Node::Table(Table::new()),
        at,
        written: String::new(),
    });
    match &mut table.node {
        Node::Table(table) => {
            // The variable replaces a secret's file too, and the other way round.
            let twin = key
                .strip_suffix("_file")
                .map_or_else(|| format!("{key}_file"), ToOwned::to_owned);
            table.remove(&twin);
            table.insert(key.to_owned(), entry);
        }
        // A list of sections or a plain value: the variable stands beside it as a key that nobody knows.
        Node::List(_)
        | Node::Text(_)
        | Node::Number(_)
        | Node::Decimal(_)
        | Node::Flag(_)
        | Node::Date => {
            root.insert(format!("{section}.{key}"), entry);
        }
    }
}
