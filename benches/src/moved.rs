//! What moved since the figures were written down. Each claim is set against the yardstick of its own group, which was measured
//! beside it both times, so that another machine, or a slow minute of this one, moves nothing. Never fails a build: wall clocks
//! are no gate, `benches/instructions` is one.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::yardstick::YARDSTICK;

/// A claim must move by more than this share, and by more than both measurements' own spread, to have moved.
const NOISE_MIN: f64 = 0.10;

/// What one element of a claim took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The median, in nanoseconds.
    pub ns: f64,
    /// Half the width of its confidence interval, as a share of it.
    pub spread: f64,
}

/// Figures by claim.
pub type Figures = BTreeMap<String, Figure>;

/// One claim, now and then.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    claim: String,
    now: Figure,
    /// How many times as long it takes, with the machine's own change taken out.
    ratio: Option<f64>,
    noise: f64,
}

/// Everything that was measured beside what was written down.
#[derive(Debug, PartialEq)]
pub struct Moved {
    lines: Vec<Line>,
    /// How fast the machine is: how long the yardstick takes, as a multiple of then.
    machine: Vec<(String, f64)>,
    /// What was written down and is not measured any more.
    gone: Vec<String>,
}

/// Reads what criterion has left under a folder.
pub fn measured(folder: &Path) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    walk(folder, &mut figures)
        .with_context(|| format!("{}: run the benchmarks first", folder.display()))?;
    if figures.is_empty() {
        bail!("{}: there are no figures", folder.display());
    }
    Ok(figures)
}

fn walk(folder: &Path, figures: &mut Figures) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") && path.join("estimates.json").is_file() {
            let (claim, figure) = one(&path).with_context(|| format!("{}", path.display()))?;
            figures.insert(claim, figure);
        } else {
            walk(&path, figures)?;
        }
    }
    Ok(())
}

fn one(folder: &Path) -> anyhow::Result<(String, Figure)> {
    let read = |name: &str| -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&fs::read_to_string(
            folder.join(name),
        )?)?)
    };
    let (benchmark, estimates) = (read("benchmark.json")?, read("estimates.json")?);
    let number = |path: &str| {
        let found = estimates.pointer(path).and_then(Value::as_f64);
        found.with_context(|| format!("no {path}"))
    };
    let claim = benchmark["full_id"].as_str().context("no full_id")?;
    let elements = benchmark.pointer("/throughput/Elements");
    let elements = elements.and_then(Value::as_f64).unwrap_or(1.0);
    let median = number("/median/point_estimate")?;
    let low = number("/median/confidence_interval/lower_bound")?;
    let high = number("/median/confidence_interval/upper_bound")?;
    let figure = Figure {
        ns: median / elements,
        spread: (high - low) / 2.0 / median.max(f64::MIN_POSITIVE),
    };
    Ok((claim.to_owned(), figure))
}

const HEAD: &str = "# What `make bench` compares with: claim, nanoseconds an element, spread in per cent. `make bench-baseline` writes it.\n";

/// Writes figures down.
pub fn write(path: &Path, figures: &Figures) -> io::Result<()> {
    let mut text = HEAD.to_owned();
    for (claim, figure) in figures {
        text.push_str(&format!(
            "{claim} | {:.3} | {:.1}\n",
            figure.ns,
            figure.spread * 100.0
        ));
    }
    fs::write(path, text)
}

/// Reads figures that were written down.
pub fn read(path: &Path) -> anyhow::Result<Figures> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("{}: `make bench-baseline` writes it", path.display()))?;
    let lines = (1_usize..).zip(text.lines());
    let told = lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    told.map(|(number, line)| {
        parse(line)
            .with_context(|| format!("{}:{number}: no `claim | ns | spread`", path.display()))
    })
    .collect()
}

fn parse(line: &str) -> Option<(String, Figure)> {
    let mut parts = line.split('|').map(str::trim);
    let claim = parts.next()?.to_owned();
    let figure = Figure {
        ns: parts.next()?.parse().ok()?,
        spread: parts.next()?.parse::<f64>().ok()? / 100.0,
    };
    Some((claim, figure))
}

impl Moved {
    /// Sets what was measured beside what was written down.
    #[must_use]
    pub fn between(then: &Figures, now: &Figures) -> Self {
        let both = |claim: &String| now.get(claim).copied().zip(then.get(claim).copied());
        let yard = |claim: &str| {
            let group = claim.split('/').next().unwrap_or_default();
            both(&format!("{group}/{YARDSTICK}"))
        };
        let is_yard = |claim: &str| claim.ends_with(&format!("/{YARDSTICK}"));
        let line = |(claim, figure): (&String, &Figure)| {
            let pairs = both(claim).zip(yard(claim));
            let ratio = pairs.map(|((a, b), (ya, yb))| (a.ns / b.ns) / (ya.ns / yb.ns));
            let spread = pairs.map_or(0.0, |((a, b), (ya, yb))| {
                a.spread + b.spread + ya.spread + yb.spread
            });
            Line {
                claim: claim.clone(),
                now: *figure,
                ratio,
                noise: spread.max(NOISE_MIN),
            }
        };
        let yards = now.keys().filter(|claim| is_yard(claim));
        Self {
            lines: now.iter().filter(|it| !is_yard(it.0)).map(line).collect(),
            machine: yards
                .filter_map(|claim| both(claim).map(|(a, b)| (claim.clone(), a.ns / b.ns)))
                .collect(),
            gone: then
                .keys()
                .filter(|claim| !now.contains_key(*claim))
                .cloned()
                .collect(),
        }
    }

    /// What a forwarded packet takes beside its cipher.
    fn without_cipher(&self) -> impl Iterator<Item = (&str, f64)> {
        self.lines.iter().filter_map(|whole| {
            let many = whole.claim.strip_prefix("fan-out/whole/")?;
            let cipher = format!("fan-out/cipher alone/{many}");
            let cipher = self.lines.iter().find(|line| line.claim == cipher)?;
            Some((many, whole.now.ns - cipher.now.ns))
        })
    }
}

impl Line {
    fn verdict(&self) -> String {
        let Some(ratio) = self.ratio else {
            return "new".to_owned();
        };
        let most = 1.0 + self.noise;
        if ratio > most {
            format!("SLOWER: {ratio:.2} times as long")
        } else if ratio < 1.0 / most {
            format!("faster: {ratio:.2} times as long")
        } else {
            format!(
                "within noise ({ratio:.2}, noise {:.0} %)",
                self.noise * 100.0
            )
        }
    }
}

impl Display for Moved {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<34} {:>14}  against the baseline",
            "claim", "ns an element"
        )?;
        for line in &self.lines {
            writeln!(
                f,
                "{:<34} {:>14.1}  {}",
                line.claim,
                line.now.ns,
                line.verdict()
            )?;
        }
        for (many, ns) in self.without_cipher() {
            writeln!(
                f,
                "{:<34} {ns:>14.1}",
                format!("fan-out/without cipher/{many}")
            )?;
        }
        for (yard, ratio) in self
            .machine
            .iter()
            .filter(|it| (it.1 - 1.0).abs() > NOISE_MIN)
        {
            writeln!(
                f,
                "the machine: {yard} takes {ratio:.2} times as long as then, which is taken out above"
            )?;
        }
        for claim in &self.gone {
            writeln!(f, "{claim} is in the baseline and was not measured")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(of: &[(&str, f64, f64)]) -> Figures {
        let figure = |(claim, ns, spread): &(&str, f64, f64)| {
            let figure = Figure {
                ns: *ns,
                spread: *spread,
            };
            ((*claim).to_owned(), figure)
        };
        of.iter().map(figure).collect()
    }

    fn verdicts(then: &[(&str, f64, f64)], now: &[(&str, f64, f64)]) -> Vec<String> {
        let moved = Moved::between(&figures(then), &figures(now));
        moved.lines.iter().map(Line::verdict).collect()
    }

    #[test]
    fn a_machine_at_half_its_speed_moves_nothing() {
        let then = [("a/x", 100.0, 0.01), ("a/yardstick", 500.0, 0.01)];
        let now = [("a/x", 205.0, 0.01), ("a/yardstick", 1_000.0, 0.01)];

        let told = Moved::between(&figures(&then), &figures(&now)).to_string();

        assert_eq!(verdicts(&then, &now), ["within noise (1.02, noise 10 %)"]);
        assert!(
            told.contains("a/yardstick takes 2.00 times as long"),
            "{told}"
        );
    }

    #[test]
    fn what_moved_more_than_its_noise_is_told_and_what_is_noisy_must_move_more() {
        let then = [("a/x", 100.0, 0.01), ("a/yardstick", 500.0, 0.01)];
        let now = |ns, spread| [("a/x", ns, spread), ("a/yardstick", 500.0, 0.01)];

        assert_eq!(
            verdicts(&then, &now(120.0, 0.01)),
            ["SLOWER: 1.20 times as long"]
        );
        assert_eq!(
            verdicts(&then, &now(80.0, 0.01)),
            ["faster: 0.80 times as long"]
        );
        assert_eq!(
            verdicts(&then, &now(120.0, 0.30)),
            ["within noise (1.20, noise 33 %)"]
        );
    }

    #[test]
    fn a_new_claim_and_a_lost_one_are_told() {
        let moved = Moved::between(
            &figures(&[("a/old", 1.0, 0.0)]),
            &figures(&[("a/new", 1.0, 0.0)]),
        );

        assert_eq!(
            (moved.lines[0].verdict(), moved.gone),
            ("new".to_owned(), vec!["a/old".to_owned()])
        );
    }

    #[test]
    fn what_is_written_down_reads_as_it_was() {
        let path = tempfile::NamedTempFile::new().unwrap();
        let whole = figures(&[("fan-out/cipher alone/4", 321.5, 0.012), ("a/x", 1.0, 0.0)]);

        write(path.path(), &whole).unwrap();

        assert_eq!(read(path.path()).unwrap(), whole);
    }
}
