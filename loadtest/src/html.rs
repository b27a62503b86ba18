//! An account as one HTML page with charts. Never asks another host for anything, and never runs a script.

use std::fmt::Write as _;

use crate::account::{Account, Sample};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}\
h1{font-size:1.4rem}h2{font-size:1.05rem;margin-top:2rem}pre{background:#f2f5f8;padding:1rem;overflow-x:auto;font-size:.85rem}\
svg{width:100%;height:auto}text{font:12px system-ui,sans-serif;fill:#51606f}.void{background:#fde8e8;padding:1rem}\
@media(prefers-color-scheme:dark){body{color:#dde5ec;background:#11181f}pre{background:#1a232c}text{fill:#9db0c0}.void{background:#4a1f1f}}";

/// The page of one account, or of two that were compared.
#[must_use]
pub fn page(title: &str, accounts: &[(&str, &Account)]) -> String {
    let mut html = String::new();
    let title = escape(title);
    // Writing to a String cannot fail.
    let _ = write!(
        html,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
    );
    for (name, account) in accounts {
        section(&mut html, name, account);
    }
    html.push_str("</html>\n");
    html
}

fn section(html: &mut String, name: &str, account: &Account) {
    let _ = write!(html, "<h2>{}</h2>", escape(name));
    for why in &account.void {
        let _ = write!(html, "<p class=\"void\">Void: {}</p>", escape(why));
    }
    let _ = write!(html, "<pre>{}</pre>", escape(&account.to_string()));
    let samples = &account.samples;
    chart(html, "Packets a second that players got", samples, |s| {
        s.received as f64
    });
    if account.server.is_some() {
        chart(html, "Server CPU, % of a core", samples, |s| {
            s.server_cores * 100.0
        });
        chart(html, "Server memory, MB", samples, |s| {
            s.rss_bytes as f64 / 1e6
        });
    }
}

const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 160.0;
const MARGIN: f64 = 24.0;

fn chart(html: &mut String, title: &str, samples: &[Sample], value: impl Fn(&Sample) -> f64) {
    let most = samples.iter().map(&value).fold(0.0, f64::max);
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return;
    };
    let span = (last.at - first.at).max(1e-9);
    let point = |sample: &Sample| {
        let x = MARGIN + (sample.at - first.at) / span * (WIDTH - 2.0 * MARGIN);
        let y = HEIGHT - MARGIN - value(sample) / most.max(1e-9) * (HEIGHT - 2.0 * MARGIN);
        format!("{x:.1},{y:.1}")
    };
    let points: Vec<String> = samples.iter().map(point).collect();
    let _ = write!(
        html,
        "<h3>{title}</h3><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}, at most {most:.1}\">\
         <polyline fill=\"none\" stroke=\"#0f6cbd\" stroke-width=\"2\" points=\"{}\"/>\
         <text x=\"{MARGIN}\" y=\"14\">{most:.1}</text><text x=\"{MARGIN}\" y=\"{:.0}\">{:.0} s</text>\
         <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{:.0} s</text></svg>",
        points.join(" "),
        HEIGHT - 6.0,
        first.at,
        WIDTH - MARGIN,
        HEIGHT - 6.0,
        last.at
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_asks_nobody_and_escapes_what_it_shows() {
        let mut account = Account {
            samples: vec![
                Sample::default(),
                Sample {
                    at: 1.0,
                    received: 5,
                    ..Sample::default()
                },
            ],
            ..Account::default()
        };
        account
            .participants
            .faults
            .push("<script src=x>".to_owned());

        let page = page("a & b", &[("one", &account)]);

        assert!(page.contains("&lt;script src=x&gt;") && page.contains("a &amp; b"));
        assert!(!page.contains("http") && !page.contains("<script"));
        assert!(page.contains("<polyline"));
    }
}
