//! Pages, public keys and the headers around everything.

use serde_json::Value;

use crate::browser::{problem, whole};
use crate::house::House;

#[tokio::test]
async fn every_page_is_one_strict_page() {
    let house = House::start().await;
    let browser = house.browser();
    for path in ["/", "/help", "/admin", "/network", "/?passcode=4060r0gx"] {
        let page = browser.get(path).await;

        assert_eq!(page.status(), 200, "{path}");
        let header = |name: &str| page.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        assert_eq!(header("cache-control"), "no-cache");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self';",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.contains(part), "{part} not in {policy}");
        }
        assert!(!policy.contains("unsafe"));
        let permissions = header("permissions-policy");
        assert!(permissions.contains("display-capture=(self)"));
        assert!(permissions.contains("camera=()") && permissions.contains("microphone=()"));
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_there() {
    let house = House::start().await;
    let browser = house.browser();
    for path in [
        "/nothing",
        "/index.html",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/x",
    ] {
        assert_eq!(problem(browser.get(path).await).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn the_public_keys_are_the_ones_the_node_is_given() {
    let house = House::start().await;

    let answer = house.browser().get("/.well-known/jwks.json").await;

    let keys: Value = whole(answer).await;
    let given: Value = serde_json::from_str(&house.plane.media_keys()).unwrap();
    assert_eq!(keys, given);
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    for key in keys["keys"].as_array().unwrap() {
        assert_eq!(key["kty"], "OKP");
        assert_eq!(key["crv"], "Ed25519");
        assert!(key.get("d").is_none());
    }
    assert!(house.plane.ready().await);
}
