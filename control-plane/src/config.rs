//! What a control plane must be told before it starts, as parsed values. Never reads a file or the environment: the command
//! line's config does, and names file, line and key when something is wrong.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use lotse_domain::device::{Compliance, Os};
use lotse_domain::person::Label;
use lotse_domain::role::Assignment;
use lotse_domain::settings::Settings;
use lotse_protocol::api::IceServer;
use lotse_protocol::time::Timestamp;

use crate::identity::ProviderConfig;

pub use proxies::{Network, NotANetwork, NotAProxyHeader, ProxyHeader};

mod proxies;

/// Everything a control plane must be told.
#[derive(Debug, Clone)]
pub struct ControlPlaneConfig {
    /// Where the database and the keys live; made when missing.
    pub data_dir: PathBuf,
    /// Where people reach the pages; also the issuer of media tokens.
    pub public_url: PublicUrl,
    /// The organisation.
    pub tenant: TenantConfig,
    /// What the organisation has chosen.
    pub settings: Settings,
    /// Which groups have which role over whom.
    pub assignments: Vec<Assignment>,
    /// The people who can sign in with a local account.
    pub people: Vec<PersonConfig>,
    /// The identity providers whose people can sign in.
    pub providers: Vec<ProviderConfig>,
    /// The built-in inventory.
    pub devices: Vec<DeviceConfig>,
    /// Whether this is a demo: `/about` then names the people whose password is [`PasswordConfig::Plain`].
    pub demo: bool,
    /// Whether `lotse token` may print tokens for this data folder.
    pub operator_tokens: bool,
    /// Whose word on the client's address is believed.
    pub trusted_proxies: Vec<Network>,
    /// In which header those give it.
    pub proxy_header: ProxyHeader,
    /// ICE servers that pages are told of; none for most.
    pub ice_servers: Vec<IceServer>,
}

/// The organisation.
#[derive(Debug, Clone)]
pub struct TenantConfig {
    /// Its name.
    pub name: String,
    /// Its domain, which the trust screen shows largest.
    pub domain: String,
    /// Whether the operator vouches that the domain is the organisation's own.
    pub domain_verified: bool,
}

/// Somebody who can sign in.
#[derive(Clone)]
pub struct PersonConfig {
    /// What they sign in with; also what tells people apart when the config is read again.
    pub username: String,
    /// Their password.
    pub password: PasswordConfig,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Profile picture.
    pub picture: Option<Picture>,
    /// Which groups they are in.
    pub groups: Vec<Label>,
    /// What they can try in the demo, for the sign-in page.
    pub part: Option<String>,
}

impl fmt::Debug for PersonConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonConfig(…)")
    }
}

/// How a password is given.
#[derive(Clone)]
pub enum PasswordConfig {
    /// As the PHC text of an argon2id hash, which `lotse hash-password` prints.
    Hash(PasswordHashText),
    /// In the clear, which only a demo does.
    Plain(String),
}

impl fmt::Debug for PasswordConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordConfig(…)")
    }
}

/// The PHC text of an argon2id hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHashText(String);

/// The text is not the hash of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an argon2id hash of the form $argon2id$v=19$m=..; `lotse hash-password` prints one")]
pub struct NotAPasswordHash;

impl PasswordHashText {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl FromStr for PasswordHashText {
    type Err = NotAPasswordHash;
    fn from_str(text: &str) -> Result<Self, NotAPasswordHash> {
        let parsed =
            argon2::password_hash::phc::PasswordHash::new(text).map_err(|_| NotAPasswordHash)?;
        match parsed.algorithm.as_str() == "argon2id" && parsed.hash.is_some() {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAPasswordHash),
        }
    }
}

impl fmt::Debug for PasswordHashText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHashText(…)")
    }
}

/// A profile picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What kind of image it is.
    pub kind: PictureKind,
    /// Its bytes, at most [`crate::limits::PICTURE_BYTES_MAX`].
    pub bytes: Vec<u8>,
}

/// The kinds of image a profile picture may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// Vector graphics; served so that no script in it runs.
    Svg,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl PictureKind {
    /// The kind that a file name's ending stands for.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// The kind with this media type.
    #[must_use]
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        [Self::Svg, Self::Png, Self::Jpeg, Self::Webp]
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// A device of the built-in inventory.
#[derive(Debug, Clone)]
pub struct DeviceConfig {
    /// Its name; also what tells devices apart when the config is read again.
    pub name: String,
    /// Its operating system, where the inventory tells.
    pub os: Option<Os>,
    /// Its serial number.
    pub serial: Option<String>,
    /// The username of the person whose device it is.
    pub primary_user: Option<String>,
    /// Whether it is enrolled.
    pub enrolled: bool,
    /// Whether it follows the organisation's rules.
    pub compliance: Compliance,
    /// The rules it breaks, in the inventory's words.
    pub failed_rules: Vec<String>,
    /// When the inventory last heard of it; now when absent.
    pub last_check_in: Option<Timestamp>,
    /// The groups it belongs to.
    pub groups: Vec<Label>,
    /// Its tags.
    pub tags: Vec<Label>,
}

/// Where people reach the pages: `http` or `https`, a host, perhaps a port, and nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// The text is no public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an address of the form https://help.example.org or http://localhost:8080, without a path"
)]
pub struct NotAPublicUrl;

impl PublicUrl {
    /// The address without a slash at its end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is reached by TLS, so that cookies can be bound to that.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;
    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let uri: axum::http::Uri = text.parse().map_err(|_| NotAPublicUrl)?;
        let plain_scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri
            .authority()
            .is_some_and(|a| !a.host().is_empty() && !a.as_str().contains('@'));
        let bare = uri.path() == "/" && uri.query().is_none() && !text.contains('#');
        match plain_scheme && host && bare {
            true => Ok(Self(text.to_ascii_lowercase())),
            false => Err(NotAPublicUrl),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_has_no_path_no_query_and_no_name() {
        for text in [
            "https://help.example.org",
            "http://localhost:8080/",
            "https://[2001:db8::1]:8443",
        ] {
            assert!(text.parse::<PublicUrl>().is_ok(), "{text}");
        }
        for text in [
            "help.example.org",
            "ftp://help.example.org",
            "https://help.example.org/lotse",
            "https://help.example.org?x=1",
            "https://me@help.example.org",
            "https://",
        ] {
            assert_eq!(text.parse::<PublicUrl>(), Err(NotAPublicUrl), "{text}");
        }
    }

    #[test]
    fn a_password_in_the_clear_is_no_hash() {
        assert_eq!("demo".parse::<PasswordHashText>(), Err(NotAPasswordHash));
    }
}
