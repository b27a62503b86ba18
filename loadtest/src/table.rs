//! An account as a table for people. Never a figure that the account does not give.

use std::fmt::{self, Display, Formatter};

use crate::account::{Account, Comings, Percentiles};

impl Display for Account {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let people = &self.participants;
        writeln!(f, "{}", self.scenario)?;
        row(
            f,
            "joined",
            format!(
                "{} of {}, {} lost",
                people.joined, people.wanted, people.lost
            ),
        )?;
        for fault in &people.faults {
            row(f, "", format!("failed: {fault}"))?;
        }
        row(
            f,
            "join",
            format!(
                "{} (SDP {}, ICE {})",
                ms(&self.join_ms),
                ms(&self.join_steps_ms.sdp),
                ms(&self.join_steps_ms.ice)
            ),
        )?;
        row(f, "first packet", ms(&self.join_steps_ms.first_packet))?;
        self.comings(f)?;
        if self.void.is_empty() {
            self.figures(f)?;
        }
        self.sides(f)?;
        for why in &self.void {
            row(f, "VOID", why)?;
        }
        Ok(())
    }
}

impl Account {
    fn comings(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let told = |come: &Comings| {
            let rate = format!(
                "{} joined, {} failed, {:.0} a second",
                come.joined, come.failed, come.per_second
            );
            let first = ms(&come.first_packet_ms);
            format!("{rate}, join {}, first packet {first}", ms(&come.join_ms))
        };
        for (name, come) in [("churn", &self.churn), ("storm", &self.storm)] {
            if let Some(come) = come {
                row(f, name, told(come))?;
                for fault in &come.faults {
                    row(f, "", format!("failed: {fault}"))?;
                }
            }
        }
        Ok(())
    }

    fn figures(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let packets = &self.packets;
        if let Some(ratio) = self.delivered_ratio {
            row(
                f,
                "delivered",
                format!(
                    "{:.4} % ({} of {}; {} gaps, {} doubles, {} out of order), {:.2} Mbit/s",
                    ratio * 100.0,
                    packets.delivered,
                    packets.expected,
                    packets.gaps,
                    packets.doubles,
                    packets.late,
                    packets.payload_bps / 1e6
                ),
            )?;
            let delay = &self.forward_delay_us;
            row(
                f,
                "delay",
                format!(
                    "p50 {:.0} p99 {:.0} p99.9 {:.0} max {:.0} us ({} stamps read)",
                    delay.p50, delay.p99, delay.p999, delay.max, delay.count
                ),
            )?;
        }
        if let Some(loss) = &self.loss {
            row(
                f,
                "loss",
                format!(
                    "{} dropped on purpose, {} asked for in {} NACKs and come, {} resends dropped",
                    loss.dropped, loss.recovered, loss.nacks, loss.resends_dropped
                ),
            )?;
        }
        if let Some(cost) = self.cpu_ns_per_forwarded_packet {
            let multiple = self.cpu_f_per_forwarded_packet;
            let multiple = multiple.map_or(String::new(), |f| format!(" = {f:.2} F"));
            row(
                f,
                "server CPU",
                format!("{cost:.0} ns a forwarded packet{multiple}"),
            )?;
        }
        if let Some(bytes) = self.rss_bytes_per_participant {
            row(f, "memory", format!("{:.0} kB a participant", bytes / 1e3))?;
        }
        Ok(())
    }

    fn sides(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(server) = &self.server {
            let spent = &server.spent;
            row(
                f,
                "server",
                format!(
                    "{:.1} % of a core (user {:.0}, kernel {:.0}), {:.0} MB, {} threads, {} sleeps, {} preempted, {} dropped at sockets",
                    server.cores * 100.0,
                    share(spent.user_ns, self.seconds),
                    share(spent.system_ns, self.seconds),
                    server.rss_bytes as f64 / 1e6,
                    server.threads,
                    spent.voluntary_switches,
                    spent.involuntary_switches,
                    server.dropped_at_sockets
                ),
            )?;
        }
        let client = &self.client;
        let profiles: Vec<&str> = client.srtp_profiles.keys().map(String::as_str).collect();
        row(
            f,
            "client",
            format!(
                "{:.1} % of a core, waited {:.1} %, sends late p99 {:.1} ms, {} dropped; opens 1 in {}; {}",
                client.cores * 100.0,
                client.waited * 100.0,
                client.send_late_us.p99 / 1e3,
                client.dropped_at_sockets,
                client.decode_every,
                profiles.join(", ")
            ),
        )?;
        let f_ns = self
            .f_ns
            .map_or_else(|| "not measured".to_owned(), |ns| format!("{ns} ns"));
        row(
            f,
            "machine",
            format!("F {f_ns}, load average {:.2}", self.load_average),
        )
    }
}

fn share(ns: u64, seconds: f64) -> f64 {
    ns as f64 / 1e7 / seconds
}

fn ms(of: &Percentiles) -> String {
    format!("p50 {:.1} p99 {:.1} ms", of.p50, of.p99)
}

fn row(f: &mut Formatter<'_>, name: &str, value: impl Display) -> fmt::Result {
    writeln!(f, "  {name:<13} {value}")
}
