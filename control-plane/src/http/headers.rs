//! The headers that keep a page what it is: no foreign script, no frame around it, no camera, nothing told to other sites.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Nothing may be loaded or run; for everything that is not a page.
pub(crate) const CSP_NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A picture: its own inline styles may colour it, nothing else runs.
pub(crate) const CSP_PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

const PERMISSIONS: &str = "accelerometer=(), autoplay=(self), camera=(), \
    display-capture=(self), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(self), \
    publickey-credentials-get=(), screen-wake-lock=(self), serial=(), usb=(), \
    clipboard-read=(), clipboard-write=(self), xr-spatial-tracking=()";

/// The policy of a page whose media are at `public_url`, which is another origin when the page was reached by another name.
pub(crate) fn csp_page(public_url: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self' {public_url}; media-src 'self' blob:; worker-src 'self'; \
         manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types lit-html lotse-worker"
    )
}

/// Adds what every answer carries; what a handler has set stays.
pub(crate) fn secure(headers: &mut HeaderMap, https: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(REFERRER_POLICY, "no-referrer");
    add(PERMISSIONS_POLICY, PERMISSIONS);
    add(OPENER_POLICY, "same-origin");
    add(RESOURCE_POLICY, "same-origin");
    add(CONTENT_SECURITY_POLICY, CSP_NOTHING);
    add(CACHE_CONTROL, "no-store");
    if https {
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}
