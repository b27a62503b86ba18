//! How somebody stands before us in this request: where from, with which browser, signed in how and when. For the policies;
//! never decides anything.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use lotse_domain::access::Situation;
use lotse_domain::device::Os;
use lotse_protocol::api::{PolicyBrowser, PolicyPlatform};

use super::client::ClientAddress;
use super::extract::{platform, user_agent};
use super::problem::Refused;
use crate::app::AppState;
use crate::auth::Who;
use crate::judge::os_of;

/// How somebody who is signed in stands before us.
pub(crate) struct Here(pub(crate) Situation);

impl FromRequestParts<AppState> for Here {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        let who = <Who as FromRequestParts<AppState>>::from_request_parts(parts, app).await?;
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, app).await?;
        let vouched = app.store.vouched(who.browser).await?;
        let (acr, proved_at) = match vouched {
            Some(vouched) => (vouched.acr, vouched.auth_time),
            None => (None, None),
        };
        let signed_in_at = match proved_at {
            Some(at) => Some(at),
            None => app.store.signed_in_at(who.browser).await?,
        };
        let headers = &parts.headers;
        Ok(Self(Situation {
            platform: os_of(platform(headers), user_agent(headers))
                .map_or(PolicyPlatform::Unknown, platform_of),
            browser: browser_of(headers),
            address: Some(address),
            acr,
            signed_in_at,
        }))
    }
}

const fn platform_of(os: Os) -> PolicyPlatform {
    match os {
        Os::Windows => PolicyPlatform::Windows,
        Os::Macos => PolicyPlatform::Macos,
        Os::Linux => PolicyPlatform::Linux,
        Os::Chromeos => PolicyPlatform::Chromeos,
        Os::Android => PolicyPlatform::Android,
        Os::Ios => PolicyPlatform::Ios,
    }
}

/// What a browser calls itself: every Chromium says Chrome, and Edge says so too; Chrome on a Mac says Safari.
fn browser_of(headers: &HeaderMap) -> PolicyBrowser {
    let agent = user_agent(headers);
    let marks = [
        ("Edg/", PolicyBrowser::Edge),
        ("EdgA/", PolicyBrowser::Edge),
        ("EdgiOS/", PolicyBrowser::Edge),
        ("Firefox/", PolicyBrowser::Firefox),
        ("FxiOS/", PolicyBrowser::Firefox),
        ("Chrome/", PolicyBrowser::Chrome),
        ("CriOS/", PolicyBrowser::Chrome),
        ("Safari/", PolicyBrowser::Safari),
    ];
    let marked = marks.iter().find(|(mark, _)| agent.contains(mark));
    marked.map_or(PolicyBrowser::Unknown, |(_, browser)| *browser)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_read_from_its_own_words() {
        let of = |agent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("user-agent", agent.parse().unwrap());
            browser_of(&headers)
        };

        assert_eq!(
            of("Mozilla/5.0 Chrome/130.0 Safari/537.36 Edg/130.0"),
            PolicyBrowser::Edge
        );
        assert_eq!(
            of("Mozilla/5.0 Chrome/130.0 Safari/537.36"),
            PolicyBrowser::Chrome
        );
        assert_eq!(
            of("Mozilla/5.0 Gecko/20100101 Firefox/128.0"),
            PolicyBrowser::Firefox
        );
        assert_eq!(
            of("Mozilla/5.0 Version/17.4 Safari/605.1.15"),
            PolicyBrowser::Safari
        );
        assert_eq!(of("curl/8.0"), PolicyBrowser::Unknown);
    }
}
