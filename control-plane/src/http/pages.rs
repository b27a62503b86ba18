//! The pages, embedded in the binary. Never reads what a request's query holds: a code in it is the page's business.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::AppState;
use super::headers::csp_page;
use super::problem::{Refused, unchanged};

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Built;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lotse</title>\
    <h1>The pages are not built</h1><p>Run <code>make run</code>, or <code>npm run build</code> in \
    the folder <code>web</code>, then build and start Lotse again.</p></html>";

/// `/`, `/help`, `/admin` and `/network`: one page that looks at its address.
pub(crate) async fn page(State(app): State<AppState>, headers: HeaderMap) -> Response {
    let mut response = match Built::get("index.html") {
        Some(file) => embedded("index.html", file, &headers, "no-cache"),
        None => NOT_BUILT.into_response(),
    };
    let set = response.headers_mut();
    set.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    set.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&csp_page(app.config.public_url.text())) {
        set.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Every other file of the pages.
pub(crate) async fn asset(
    State(app): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let path = uri.path().trim_start_matches('/');
    let hidden = path.is_empty() || path == "index.html" || path.split('/').any(|p| p == "..");
    if hidden {
        return Err(Refused::NotFound);
    }
    let file = Built::get(path).ok_or(Refused::NotFound)?;
    // Vite puts a hash of the content into the names under assets/.
    let caching = match path.starts_with("assets/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let mut response = embedded(path, file, &headers, caching);
    if let Ok(policy) = HeaderValue::from_str(&csp_page(app.config.public_url.text())) {
        // A worker has the policy of its own file.
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

fn embedded(path: &str, file: EmbeddedFile, asked: &HeaderMap, caching: &'static str) -> Response {
    let tag: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{tag}\"");
    let known = asked
        .get(IF_NONE_MATCH)
        .is_some_and(|have| have.as_bytes() == tag.as_bytes());
    let mut response = match known {
        true => unchanged(),
        false => Body::from(file.data.into_owned()).into_response(),
    };
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&media_type(path, file.metadata.mimetype())) {
        headers.insert(CONTENT_TYPE, kind);
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn media_type(path: &str, guessed: &str) -> String {
    let guessed = match path.ends_with(".webmanifest") {
        true => "application/manifest+json",
        false => guessed,
    };
    let is_text = guessed.starts_with("text/")
        || guessed.ends_with("javascript")
        || guessed.ends_with("json");
    match is_text && !guessed.contains("charset") {
        true => format!("{guessed}; charset=utf-8"),
        false => guessed.to_owned(),
    }
}
