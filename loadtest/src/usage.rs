//! What a process costs, as Linux tells it under /proc. Never needs a right that a plain user lacks for processes of theirs.

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Serialize;

/// What a process has used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// On a core, by the scheduler's own clock, all threads.
    pub(crate) run_ns: u64,
    /// Ready but waiting for a core.
    pub(crate) wait_ns: u64,
    /// In steps of 10 ms, from which the share of the kernel is taken.
    pub(crate) user_ticks: u64,
    pub(crate) system_ticks: u64,
    pub(crate) rss_bytes: u64,
    pub(crate) threads: u64,
    pub(crate) voluntary: u64,
    pub(crate) involuntary: u64,
}

/// What it has used in a while.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spent {
    /// Nanoseconds on a core, all threads.
    pub cpu_ns: u64,
    /// Of them outside the kernel, by the ratio of the kernel's ticks.
    pub user_ns: u64,
    /// Of them inside.
    pub system_ns: u64,
    /// Nanoseconds ready but waiting for a core.
    pub waited_ns: u64,
    /// Times that a thread went to sleep.
    pub voluntary_switches: u64,
    /// Times that a thread was put aside.
    pub involuntary_switches: u64,
}

impl Usage {
    /// `None` when there is no such process, or it is not ours to look at.
    pub(crate) fn of(pid: u32) -> Option<Self> {
        let folder = PathBuf::from(format!("/proc/{pid}"));
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        // proc(5): the second field is the name in brackets, which may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split_whitespace().collect();
        let pages: u64 = number(fields.get(21)?)?;
        let mut usage = Self {
            user_ticks: number(fields.get(11)?)?,
            system_ticks: number(fields.get(12)?)?,
            threads: number(fields.get(17)?)?,
            rss_bytes: pages.saturating_mul(page_bytes()),
            ..Self::default()
        };
        for task in fs::read_dir(folder.join("task")).ok()?.flatten() {
            let schedstat = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            let mut numbers = schedstat.split_whitespace().filter_map(number::<u64>);
            usage.run_ns = usage
                .run_ns
                .saturating_add(numbers.next().unwrap_or_default());
            usage.wait_ns = usage
                .wait_ns
                .saturating_add(numbers.next().unwrap_or_default());
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            let of = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name));
                line.and_then(|rest| number::<u64>(rest.trim()))
                    .unwrap_or_default()
            };
            usage.voluntary = usage
                .voluntary
                .saturating_add(of("voluntary_ctxt_switches:"));
            usage.involuntary = usage
                .involuntary
                .saturating_add(of("nonvoluntary_ctxt_switches:"));
        }
        Some(usage)
    }

    /// What was used since then; threads that have ended in between are not in it.
    pub(crate) fn since(self, then: Self) -> Spent {
        let ticks = |now: u64, before: u64| now.saturating_sub(before);
        let user = ticks(self.user_ticks, then.user_ticks);
        let system = ticks(self.system_ticks, then.system_ticks);
        let cpu_ns = self.run_ns.saturating_sub(then.run_ns);
        let user_ns = u128::from(cpu_ns)
            .saturating_mul(user.into())
            .checked_div(u128::from(user.saturating_add(system)));
        let user_ns = user_ns
            .and_then(|ns| u64::try_from(ns).ok())
            .unwrap_or(cpu_ns);
        Spent {
            cpu_ns,
            user_ns,
            system_ns: cpu_ns.saturating_sub(user_ns),
            waited_ns: self.wait_ns.saturating_sub(then.wait_ns),
            voluntary_switches: ticks(self.voluntary, then.voluntary),
            involuntary_switches: ticks(self.involuntary, then.involuntary),
        }
    }
}

/// Nanoseconds that a thread of ours has run and has waited for a core.
pub(crate) fn thread_ns(thread: u64) -> Option<(u64, u64)> {
    let text = fs::read_to_string(format!("/proc/self/task/{thread}/schedstat")).ok()?;
    let mut numbers = text.split_whitespace().filter_map(number);
    Some((numbers.next()?, numbers.next()?))
}

/// One minute's load of the machine.
pub(crate) fn load_average() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(number)
        .unwrap_or_default()
}

/// Packets dropped because a UDP socket's buffer was full: at our ports, and at all others of this network namespace.
pub(crate) fn dropped(ours: &[u16]) -> (u64, u64) {
    let mut sum = (0_u64, 0_u64);
    for file in ["/proc/self/net/udp", "/proc/self/net/udp6"] {
        let text = fs::read_to_string(file).unwrap_or_default();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let port = fields.get(1).and_then(|local| local.rsplit_once(':'));
            let port = port.and_then(|(_, hex)| u16::from_str_radix(hex, 16).ok());
            let drops = fields
                .last()
                .and_then(|last| number(last))
                .unwrap_or_default();
            if port.is_some_and(|port| ours.contains(&port)) {
                sum.0 = sum.0.saturating_add(drops);
            } else {
                sum.1 = sum.1.saturating_add(drops);
            }
        }
    }
    sum
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn page_bytes() -> u64 {
    nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE)
        .ok()
        .flatten()
        .and_then(|bytes| u64::try_from(bytes).ok())
        .unwrap_or(4_096)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_a_cost() {
        let usage = Usage::of(std::process::id()).unwrap();

        assert!(usage.run_ns > 0 && usage.rss_bytes > 100_000 && usage.threads > 0);
    }

    #[test]
    fn no_process_has_none() {
        assert_eq!(Usage::of(u32::MAX), None);
    }
}
