//! The config as it is written: one field for each key of the file. Types are those of TOML; nothing is judged here but
//! that a text is a text and that no key is unknown.

use crate::config::section::{Found, Section};
use crate::config::source::Node;
use crate::limits::{MAX_AGE_MIN_MAX, MEDIA_THREADS_MAX};

/// Keys outside any section, which `LOTSE_KEY` may set.
pub(crate) const TOP_KEYS: &[&str] = &["data_dir"];

/// The whole file.
#[derive(Debug)]
pub(crate) struct RawConfig {
    pub(crate) data_dir: Option<Found<String>>,
    pub(crate) web: RawWeb,
    pub(crate) media: RawMedia,
    pub(crate) admin_listen: Option<Found<String>>,
    pub(crate) log_level: Option<Found<String>>,
    pub(crate) operator_tokens: Option<Found<bool>>,
    pub(crate) tenant: RawTenant,
    pub(crate) settings: Vec<(String, Found<Node>)>,
    pub(crate) providers: Vec<RawProvider>,
    pub(crate) people: Vec<RawPerson>,
    pub(crate) assignments: Vec<RawAssignment>,
    pub(crate) devices: Vec<RawDevice>,
}

/// `[web]`
#[derive(Debug)]
pub(crate) struct RawWeb {
    pub(crate) listen: Option<Vec<Found<String>>>,
    pub(crate) public_url: Option<Found<String>>,
    pub(crate) tls_certificate: Option<Found<String>>,
    pub(crate) tls_key: Option<Found<String>>,
    pub(crate) trusted_proxies: Option<Vec<Found<String>>>,
    pub(crate) proxy_header: Option<Found<String>>,
}

/// `[media]`
#[derive(Debug)]
pub(crate) struct RawMedia {
    pub(crate) listen: Option<Vec<Found<String>>>,
    pub(crate) advertise: Option<Vec<Found<String>>>,
    pub(crate) tcp: Option<Found<bool>>,
    pub(crate) threads: Option<Found<i64>>,
    pub(crate) region: Option<Found<String>>,
    pub(crate) ice_servers: Vec<RawIceServer>,
}

/// `[[media.ice_servers]]`
#[derive(Debug)]
pub(crate) struct RawIceServer {
    pub(crate) urls: Option<Vec<Found<String>>>,
    pub(crate) username: Option<Found<String>>,
    pub(crate) credential: Option<Found<String>>,
    /// Points at the section, for what is missing in it.
    pub(crate) section: Section,
}

/// `[tenant]`
#[derive(Debug)]
pub(crate) struct RawTenant {
    pub(crate) name: Option<Found<String>>,
    pub(crate) domain: Option<Found<String>>,
    pub(crate) domain_verified: Option<Found<bool>>,
}

/// `[[providers]]`
#[derive(Debug)]
pub(crate) struct RawProvider {
    pub(crate) id: Option<Found<String>>,
    pub(crate) name: Option<Found<String>>,
    pub(crate) issuer: Option<Found<String>>,
    pub(crate) client_id: Option<Found<String>>,
    pub(crate) client_secret: Option<Found<String>>,
    pub(crate) private_key: Option<Found<String>>,
    pub(crate) private_key_id: Option<Found<String>>,
    pub(crate) private_key_thumbprint: Option<Found<String>>,
    pub(crate) scopes: Option<Vec<Found<String>>>,
    pub(crate) claims: RawClaims,
    pub(crate) group_names: Vec<(String, Found<Node>)>,
    pub(crate) allowed_tenants: Option<Vec<Found<String>>>,
    pub(crate) ca_file: Option<Found<String>>,
    pub(crate) sign_in: RawStrength,
    pub(crate) step_up: RawStrength,
}

/// `[providers.claims]`
#[derive(Debug)]
pub(crate) struct RawClaims {
    pub(crate) name: Option<Found<String>>,
    pub(crate) email: Option<Found<String>>,
    pub(crate) job_title: Option<Found<String>>,
    pub(crate) company: Option<Found<String>>,
    pub(crate) groups: Option<Found<String>>,
}

/// `[providers.sign_in]` and `[providers.step_up]`
#[derive(Debug)]
pub(crate) struct RawStrength {
    pub(crate) acr_values: Option<Vec<Found<String>>>,
    pub(crate) max_age_min: Option<Found<i64>>,
}

/// `[[people]]`
#[derive(Debug)]
pub(crate) struct RawPerson {
    pub(crate) username: Option<Found<String>>,
    pub(crate) password: Option<Found<String>>,
    pub(crate) password_hash: Option<Found<String>>,
    pub(crate) name: Option<Found<String>>,
    pub(crate) email: Option<Found<String>>,
    pub(crate) job_title: Option<Found<String>>,
    pub(crate) company: Option<Found<String>>,
    pub(crate) picture: Option<Found<String>>,
    pub(crate) groups: Option<Vec<Found<String>>>,
    pub(crate) part: Option<Found<String>>,
    /// Points at the section, for what is missing in it.
    pub(crate) section: Section,
}

/// `[[assignments]]`
#[derive(Debug)]
pub(crate) struct RawAssignment {
    pub(crate) role: Option<Found<String>>,
    pub(crate) groups: Option<Vec<Found<String>>>,
    pub(crate) over_user_groups: Option<Vec<Found<String>>>,
    pub(crate) over_device_groups: Option<Vec<Found<String>>>,
    pub(crate) over_tags: Option<Vec<Found<String>>>,
    /// Points at the section, for what is missing in it.
    pub(crate) section: Section,
}

/// `[[devices]]`
#[derive(Debug)]
pub(crate) struct RawDevice {
    pub(crate) name: Option<Found<String>>,
    pub(crate) os: Option<Found<String>>,
    pub(crate) serial: Option<Found<String>>,
    pub(crate) primary_user: Option<Found<String>>,
    pub(crate) enrolled: Option<Found<bool>>,
    pub(crate) compliance: Option<Found<String>>,
    pub(crate) failed_rules: Option<Vec<Found<String>>>,
    pub(crate) last_check_in: Option<Found<String>>,
    pub(crate) groups: Option<Vec<Found<String>>>,
    pub(crate) tags: Option<Vec<Found<String>>>,
}

impl RawConfig {
    /// Takes everything out of the tree; what is left over in it are keys that nobody knows.
    pub(crate) fn read(mut root: Section) -> Self {
        let raw = Self {
            data_dir: root.text("data_dir"),
            web: RawWeb::read(root.section("web")),
            media: RawMedia::read(root.section("media")),
            admin_listen: only(root.section("admin"), |admin| admin.text("listen")),
            log_level: only(root.section("log"), |log| log.text("level")),
            operator_tokens: only(root.section("operator"), |operator| operator.flag("tokens")),
            tenant: RawTenant::read(root.section("tenant")),
            settings: root.section("settings").rest(),
            providers: each(root.sections("providers"), RawProvider::read),
            people: each(root.sections("people"), RawPerson::read),
            assignments: each(root.sections("assignments"), RawAssignment::read),
            devices: each(root.sections("devices"), RawDevice::read),
        };
        root.finish();
        raw
    }
}

fn only<T>(mut section: Section, read: impl FnOnce(&mut Section) -> T) -> T {
    let value = read(&mut section);
    section.finish();
    value
}

fn each<T>(sections: Vec<Section>, read: impl FnMut(Section) -> T) -> Vec<T> {
    sections.into_iter().map(read).collect()
}

impl RawWeb {
    fn read(mut web: Section) -> Self {
        let raw = Self {
            listen: web.texts("listen"),
            public_url: web.text_required(
                "public_url",
                "the address that people type, such as \"https://help.example.org\"",
            ),
            tls_certificate: web.text("tls_certificate"),
            tls_key: web.text("tls_key"),
            trusted_proxies: web.texts("trusted_proxies"),
            proxy_header: web.text("proxy_header"),
        };
        web.finish();
        raw
    }
}

impl RawMedia {
    fn read(mut media: Section) -> Self {
        let raw = Self {
            listen: media.texts("listen"),
            advertise: media.texts("advertise"),
            tcp: media.flag("tcp"),
            threads: media.number("threads", 1, MEDIA_THREADS_MAX),
            region: media.text("region"),
            ice_servers: each(media.sections("ice_servers"), RawIceServer::read),
        };
        media.finish();
        raw
    }
}

impl RawIceServer {
    fn read(mut server: Section) -> Self {
        let raw = Self {
            urls: server.texts("urls"),
            username: server.text("username"),
            credential: server.secret("credential", "credential_file"),
            section: server.pointer(),
        };
        server.finish();
        raw
    }
}

impl RawTenant {
    fn read(mut tenant: Section) -> Self {
        let raw = Self {
            name: tenant.text_required("name", "the organisation's name"),
            domain: tenant.text_required("domain", "the organisation's domain"),
            domain_verified: tenant.flag("domain_verified"),
        };
        tenant.finish();
        raw
    }
}

impl RawProvider {
    fn read(mut provider: Section) -> Self {
        let raw = Self {
            id: provider.text_required("id", "a short name such as \"entra\""),
            name: provider.text("name"),
            issuer: provider.text_required("issuer", "the provider's address"),
            client_id: provider.text_required("client_id", "Lotse's name at the provider"),
            client_secret: provider.secret("client_secret", "client_secret_file"),
            private_key: provider.secret("private_key", "private_key_file"),
            private_key_id: provider.text("private_key_id"),
            private_key_thumbprint: provider.text("private_key_thumbprint"),
            scopes: provider.texts("scopes"),
            claims: RawClaims::read(provider.section("claims")),
            group_names: provider.section("group_names").rest(),
            allowed_tenants: provider.texts("allowed_tenants"),
            ca_file: provider.text("ca_file"),
            sign_in: RawStrength::read(provider.section("sign_in")),
            step_up: RawStrength::read(provider.section("step_up")),
        };
        provider.finish();
        raw
    }
}

impl RawClaims {
    fn read(mut claims: Section) -> Self {
        let raw = Self {
            name: claims.text("name"),
            email: claims.text("email"),
            job_title: claims.text("job_title"),
            company: claims.text("company"),
            groups: claims.text("groups"),
        };
        claims.finish();
        raw
    }
}

impl RawStrength {
    fn read(mut strength: Section) -> Self {
        let raw = Self {
            acr_values: strength.texts("acr_values"),
            max_age_min: strength.number("max_age_min", 0, MAX_AGE_MIN_MAX),
        };
        strength.finish();
        raw
    }
}

impl RawPerson {
    fn read(mut person: Section) -> Self {
        let raw = Self {
            username: person.text_required("username", "what they sign in with"),
            password: person.hidden_text("password"),
            password_hash: person.secret("password_hash", "password_hash_file"),
            name: person.text_required("name", "their full name"),
            email: person.text("email"),
            job_title: person.text("job_title"),
            company: person.text("company"),
            picture: person.text("picture"),
            groups: person.texts("groups"),
            part: person.text("part"),
            section: person.pointer(),
        };
        person.finish();
        raw
    }
}

impl RawAssignment {
    fn read(mut assignment: Section) -> Self {
        let raw = Self {
            role: assignment.text_required("role", "one of the built-in roles, such as \"helper\""),
            groups: assignment.texts("groups"),
            over_user_groups: assignment.texts("over_user_groups"),
            over_device_groups: assignment.texts("over_device_groups"),
            over_tags: assignment.texts("over_tags"),
            section: assignment.pointer(),
        };
        assignment.finish();
        raw
    }
}

impl RawDevice {
    fn read(mut device: Section) -> Self {
        let raw = Self {
            name: device.text_required("name", "the device's name"),
            os: device.text("os"),
            serial: device.text("serial"),
            primary_user: device.text("primary_user"),
            enrolled: device.flag("enrolled"),
            compliance: device.text("compliance"),
            failed_rules: device.texts("failed_rules"),
            last_check_in: device.text("last_check_in"),
            groups: device.texts("groups"),
            tags: device.texts("tags"),
        };
        device.finish();
        raw
    }
}
