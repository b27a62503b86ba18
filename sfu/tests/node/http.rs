//! WHIP and WHEP to the letter: headers, entity tags, every status.

use lotse_protocol::api::IceServer;
use lotse_protocol::bus::{Command, RefusedWhy, Reply, Seen};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::offer;
use crate::world::{World, helper, session, sharer};

const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

struct Made {
    url: String,
    tag: String,
    token: String,
}

/// A helper's resource.
async fn make(world: &World) -> Made {
    let token = world.token(helper(session()));
    let answer = world.post("/whep", &token, offer::to_receive()).await;
    assert_eq!(answer.status(), 201);
    Made {
        url: world.url(text(&answer, "location")),
        tag: text(&answer, "etag").to_owned(),
        token,
    }
}

fn text<'a>(answer: &'a Response, header: &str) -> &'a str {
    answer.headers()[header].to_str().unwrap()
}

async fn patch(world: &World, made: &Made, if_match: Option<&str>, body: String) -> Response {
    let request = world.http.patch(&made.url).bearer_auth(&made.token);
    let request = request.header("content-type", FRAGMENT).body(body);
    let request = match if_match {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    request.send().await.unwrap()
}

async fn kind(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(text(&answer, "content-type"), "application/problem+json");
    assert_eq!(text(&answer, "access-control-allow-origin"), "*");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["traceId"].as_str().is_some_and(|id| id.len() == 32));
    let kind = problem["type"].as_str().unwrap();
    (
        status,
        kind.trim_start_matches("urn:lotse:problem:").to_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_has_all_that_rfc_9725_wants() {
    let world = World::start_with(|config| {
        config.ice_servers = vec![IceServer {
            urls: vec!["turn:turn.example?transport=tcp".to_owned()],
            username: Some("u".to_owned()),
            credential: Some("c".to_owned()),
        }];
    })
    .await;
    let token = world.token(sharer(session()));

    let answer = world.post("/whip", &token, offer::to_send()).await;

    assert_eq!(answer.status(), 201);
    assert_eq!(text(&answer, "content-type"), "application/sdp");
    assert_eq!(text(&answer, "accept-patch"), FRAGMENT);
    assert_eq!(
        text(&answer, "link"),
        "<turn:turn.example?transport=tcp>; rel=\"ice-server\"; username=\"u\"; credential=\"c\"; credential-type=\"password\""
    );
    let tag = text(&answer, "etag");
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let id = text(&answer, "location").strip_prefix("/whip/").unwrap();
    assert_eq!(id.len(), 36);
    let exposed = text(&answer, "access-control-expose-headers");
    for header in ["Location", "ETag", "Link", "Accept-Patch", "Retry-After"] {
        assert!(exposed.contains(header), "{header}");
    }
    let port = world.sfu.media_addresses()[0].port();
    let sdp = answer.text().await.unwrap();
    let candidates: Vec<&str> = sdp
        .lines()
        .filter(|line| line.starts_with("a=candidate"))
        .collect();
    assert!(
        candidates
            .iter()
            .any(|line| line.to_lowercase().contains("udp")
                && line.contains(&format!(" 127.0.0.1 {port} "))),
        "{candidates:?}"
    );
    assert!(
        candidates
            .iter()
            .any(|line| line.contains("tcptype passive") && line.contains(&format!(" {port} "))),
        "{candidates:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_do_not_fit_are_refused_each_with_its_status() {
    let world = World::start().await;
    let post = |content: &'static str, accept: &'static str, body: String| {
        let token = world.token(helper(session()));
        let request = world.http.post(world.url("/whep")).bearer_auth(token);
        request
            .header("content-type", content)
            .header("accept", accept)
            .body(body)
            .send()
    };
    let sdp = "application/sdp";

    let no_token = world
        .http
        .post(world.url("/whep"))
        .header("content-type", sdp)
        .body("")
        .send()
        .await
        .unwrap();
    assert_eq!(text(&no_token, "www-authenticate"), "Bearer");
    assert_eq!(kind(no_token).await, (401, "token-missing".to_owned()));
    let answer = post("text/plain", "*/*", offer::to_receive())
        .await
        .unwrap();
    assert_eq!(kind(answer).await, (415, "media-type".to_owned()));
    let answer = post(sdp, "text/html", offer::to_receive()).await.unwrap();
    assert_eq!(kind(answer).await, (406, "not-acceptable".to_owned()));
    let answer = post(sdp, "*/*", "x".repeat(40_000)).await.unwrap();
    assert_eq!(kind(answer).await, (413, "too-large".to_owned()));
    let answer = post(sdp, "*/*", "nonsense".to_owned()).await.unwrap();
    assert_eq!(kind(answer).await, (400, "offer".to_owned()));
    let answer = post(sdp, "*/*", offer::to_send()).await.unwrap();
    assert_eq!(kind(answer).await, (422, "offer-media".to_owned()));
    let answer = post(sdp, "*/*", offer::video("recvonly", "MPV/90000"))
        .await
        .unwrap();
    assert_eq!(kind(answer).await, (406, "no-common-codec".to_owned()));
    let answer = post(
        "Application/SDP; charset=utf-8",
        "application/*",
        offer::to_receive(),
    )
    .await
    .unwrap();
    assert_eq!(answer.status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_a_length_is_bounded_too() {
    let world = World::start().await;
    let token = world.token(helper(session()));
    let mut stream = TcpStream::connect(world.base.trim_start_matches("http://"))
        .await
        .unwrap();
    let head = format!(
        "POST /whep HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
         content-type: application/sdp\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let part = format!("3e8\r\n{}\r\n", "x".repeat(1_000));

    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..40 {
        // The node need not read on once it has seen too much.
        if stream.write_all(part.as_bytes()).await.is_err() {
            break;
        }
    }

    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_refused_with_the_ones_that_work() {
    let world = World::start().await;
    let made = make(&world).await;
    let request = |method: Method, url: &str| world.http.request(method, url).send();
    let endpoint = world.url("/whip");

    for method in [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ] {
        let answer = request(method, &endpoint).await.unwrap();
        assert_eq!(answer.status(), 405);
        assert_eq!(text(&answer, "allow"), "POST, OPTIONS");
    }
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::POST] {
        let answer = request(method, &made.url).await.unwrap();
        assert_eq!(answer.status(), 405);
        assert_eq!(text(&answer, "allow"), "PATCH, DELETE, OPTIONS");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_of_another_origin_may_ask() {
    let world = World::start().await;
    for (path, methods, accept) in [
        ("/whep", "POST, OPTIONS", ("accept-post", "application/sdp")),
        (
            "/whep/x",
            "PATCH, DELETE, OPTIONS",
            ("accept-patch", FRAGMENT),
        ),
    ] {
        let request = world.http.request(Method::OPTIONS, world.url(path));
        let request = request.header("origin", "https://player.example");
        let answer = request
            .header("access-control-request-method", "POST")
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), 200);
        assert_eq!(text(&answer, "access-control-allow-origin"), "*");
        assert_eq!(text(&answer, "access-control-allow-methods"), methods);
        assert_eq!(
            text(&answer, "access-control-allow-headers"),
            "Authorization, Content-Type, If-Match"
        );
        assert_eq!(text(&answer, accept.0), accept.1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entity_tags_name_ice_sessions() {
    let world = World::start().await;
    let made = make(&world).await;

    let missing = patch(&world, &made, None, offer::trickle()).await;
    let wrong = patch(
        &world,
        &made,
        Some("\"0000000000000000\""),
        offer::trickle(),
    )
    .await;
    let trickled = patch(&world, &made, Some(&made.tag), offer::trickle()).await;
    let restarted = patch(&world, &made, Some("*"), offer::restart()).await;

    assert_eq!(kind(missing).await, (428, "if-match-missing".to_owned()));
    assert_eq!(kind(wrong).await, (412, "other-ice-session".to_owned()));
    assert_eq!(trickled.status(), 204);
    assert_eq!(restarted.status(), 200);
    assert_eq!(text(&restarted, "content-type"), FRAGMENT);
    let new_tag = text(&restarted, "etag").to_owned();
    assert_ne!(new_tag, made.tag);
    let fragment = restarted.text().await.unwrap();
    assert!(
        fragment.contains("a=ice-ufrag:") && fragment.contains("a=ice-pwd:"),
        "{fragment}"
    );
    let outdated = patch(&world, &made, Some(&made.tag), offer::trickle()).await;
    assert_eq!(outdated.status(), 412);
    let delete = world.http.delete(&made.url).bearer_auth(&made.token);
    let outdated = delete.header("if-match", &made.tag).send().await.unwrap();
    assert_eq!(outdated.status(), 412);
}

#[tokio::test(flavor = "multi_thread")]
async fn patches_that_do_not_fit_are_refused() {
    let world = World::start().await;
    let made = make(&world).await;
    let typed = world
        .http
        .patch(&made.url)
        .bearer_auth(&made.token)
        .header("if-match", "*");

    let other_type = typed
        .header("content-type", "application/sdp")
        .body(offer::trickle());
    let padding = "a=candidate:1 1 UDP 1 192.0.2.9 9 typ host\r\n".repeat(300);
    assert!((8 * 1024..16 * 1024).contains(&padding.len()));
    let long = patch(&world, &made, Some("*"), offer::trickle() + &padding).await;
    assert_eq!(long.status(), 204);
    let too_large = patch(&world, &made, Some("*"), "x".repeat(20_000)).await;
    let unreadable = patch(&world, &made, Some("*"), "nonsense".to_owned()).await;

    let other_type = other_type.send().await.unwrap();
    assert_eq!(kind(other_type).await, (415, "media-type".to_owned()));
    assert_eq!(kind(too_large).await, (413, "too-large".to_owned()));
    assert_eq!(kind(unreadable).await, (400, "fragment".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_token_is_refused_at_a_foreign_resource_and_that_is_noted() {
    let world = World::start().await;
    let made = make(&world).await;
    let guest = helper(session());
    let other = world.token(guest);
    let delete = |url: String| world.http.delete(url).bearer_auth(&other).send();

    let foreign = delete(made.url.clone()).await.unwrap();
    let none = delete(world.url("/whep/000000000000000000000000000000000000"))
        .await
        .unwrap();
    let nonsense = delete(world.url("/whep/nonsense")).await.unwrap();
    let no_shard = delete(world.url("/whep/00ff00000000000000000000000000000000"))
        .await
        .unwrap();

    let body = |answer: Response| async move {
        let mut problem: Value = answer.json().await.unwrap();
        problem["traceId"] = Value::Null;
        problem
    };
    let foreign = body(foreign).await;
    assert_eq!(foreign["status"], 403);
    assert_eq!(foreign["type"], "urn:lotse:problem:token-refused");
    assert_eq!(foreign["reason"], "other_session");
    for none in [none, nonsense, no_shard] {
        assert_eq!(body(none).await["status"], 404);
    }
    world
        .fact_of(Seen::Refused {
            participant: Some(guest.participant),
            why: RefusedWhy::OtherSession,
        })
        .await;
    let own = world.http.delete(&made.url).bearer_auth(&made.token);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_answers_at_its_own_endpoint_alone() {
    let world = World::start().await;
    let made = make(&world).await;

    let url = made.url.replace("/whep/", "/whip/");
    let answer = world
        .http
        .delete(url)
        .bearer_auth(&made.token)
        .send()
        .await
        .unwrap();

    assert_eq!(answer.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_one_sharer() {
    let world = World::start().await;
    let session = session();
    let (first, second) = (world.token(sharer(session)), world.token(sharer(session)));

    let first = world.post("/whip", &first, offer::to_send()).await;
    let second = world.post("/whip", &second, offer::to_send()).await;

    assert_eq!(first.status(), 201);
    assert_eq!(kind(second).await, (409, "sharer-present".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draining_node_sends_newcomers_away() {
    let world = World::start().await;
    assert_eq!(world.command(Command::Drain).await, Reply::Done);

    let token = world.token(helper(session()));
    let answer = world.post("/whep", &token, offer::to_receive()).await;

    assert_eq!(text(&answer, "retry-after"), "2");
    assert_eq!(kind(answer).await, (503, "busy".to_owned()));
    assert!(world.control.choose().is_none());
}
