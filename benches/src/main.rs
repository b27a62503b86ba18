//! `moved FOLDER BASELINE [--write]`: prints what moved between the figures of a baseline file and those that criterion has left
//! in a folder, or writes them down. Never measures.

use std::path::PathBuf;

use anyhow::bail;
use lotse_benches::moved::{Figures, Moved, measured, read, write};

#[expect(clippy::print_stdout, reason = "the comparison is what it is run for")]
fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (folder, baseline, writes) = match words.as_slice() {
        [folder, baseline] => (PathBuf::from(folder), PathBuf::from(baseline), false),
        [folder, baseline, write] if write == "--write" => {
            (PathBuf::from(folder), PathBuf::from(baseline), true)
        }
        _ => bail!("usage: moved FOLDER BASELINE [--write]"),
    };
    let now = measured(&folder)?;
    if writes {
        return Ok(write(&baseline, &now)?);
    }
    let then = match baseline.is_file() {
        true => read(&baseline)?,
        false => {
            println!(
                "{} is not there yet: `make bench-baseline` writes it",
                baseline.display()
            );
            Figures::new()
        }
    };
    print!("{}", Moved::between(&then, &now));
    Ok(())
}
