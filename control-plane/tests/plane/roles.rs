//! Roles, assignments, groups and accounts through the API: who may change them, what is refused and how soon it counts.

use std::time::Duration;

use lotse_control_plane::config::ControlPlaneConfig;
use lotse_protocol::api::{
    AssignmentView, Explained, GroupPage, GroupView, RoleImported, RolePage, RoleView, RowSource,
    SessionState, UserPage, UserView,
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sqlx::{AnyPool, Row};

use crate::browser::{Browser, problem, whole};
use crate::flow::Pair;
use crate::house::{House, person};

const IN_FORCE_WITHIN: Duration = Duration::from_secs(5);
/// By then the first upkeep is over, and what comes after it is seen because it was looked for.
const WATCHED: Duration = Duration::from_secs(4);

/// Beside the usual people one who has no role yet.
fn with_nora(config: &mut ControlPlaneConfig) {
    config.people.push(person("nora", "Nora New", "newcomers"));
}

async fn send(
    who: &Browser,
    method: Method,
    path: &str,
    tag: Option<&str>,
    body: Value,
) -> Response {
    let request = who.request(method, path).json(&body);
    let request = match tag {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    request.send().await.unwrap()
}

fn tag(response: &Response) -> String {
    response.headers()["etag"].to_str().unwrap().to_owned()
}

async fn refused(response: Response) -> (u16, Option<String>) {
    let (status, problem) = problem(response).await;
    (status, problem.reason)
}

async fn role(ada: &Browser, name: &str, permissions: &[&str]) -> RoleView {
    let body = json!({ "name": name, "permissions": permissions });
    whole(ada.post("/api/v1/roles", body).await).await
}

async fn assigned(ada: &Browser, role: &str, members: &[&str]) -> AssignmentView {
    let body = json!({ "role": role, "members": members, "scope": { "kind": "everybody" } });
    whole(ada.post("/api/v1/assignments", body).await).await
}

async fn group(ada: &Browser, name: &str) -> GroupView {
    let page: GroupPage = whole(ada.get("/api/v1/groups").await).await;
    page.items.into_iter().find(|one| one.name == name).unwrap()
}

async fn user(ada: &Browser, name: &str) -> UserView {
    let page: UserPage = whole(ada.get("/api/v1/users").await).await;
    page.items
        .into_iter()
        .find(|one| one.username == name)
        .unwrap()
}

async fn audited(house: &House, action: &str) -> Vec<Value> {
    let url = format!("sqlite://{}", house.database().display());
    let rows = sqlx::query("SELECT entry FROM audit WHERE action = $1 ORDER BY seq")
        .bind(action)
        .fetch_all(&AnyPool::connect(&url).await.unwrap())
        .await
        .unwrap();
    rows.iter()
        .map(|row| serde_json::from_str(&row.get::<String, _>("entry")).unwrap())
        .collect()
}

#[tokio::test]
async fn a_role_of_ones_own_is_made_changed_and_taken_away() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;

    let made = role(&ada, "Night desk", &["session.offer"]).await;
    let place = format!("/api/v1/roles/{}", made.id);
    let read = ada.get(&place).await;
    let first = tag(&read);
    let body =
        json!({ "name": "Night desk", "permissions": ["session.offer", "session.view_screen"] });
    let bare = send(&ada, Method::PUT, &place, None, body.clone()).await;
    let edited = send(&ada, Method::PUT, &place, Some(&first), body.clone()).await;
    let second = tag(&edited);
    let stale = send(&ada, Method::PUT, &place, Some(&first), body).await;
    let page: RolePage = whole(ada.get("/api/v1/roles").await).await;
    let gone = send(&ada, Method::DELETE, &place, Some(&second), json!({})).await;

    assert_eq!(refused(bare).await.0, 428);
    assert_eq!(whole::<RoleView>(edited).await.permissions.len(), 2);
    assert_eq!(refused(stale).await.0, 412);
    assert_eq!(page.items.len(), 6);
    assert!(page.items[0].built_in && !page.items[5].built_in);
    assert_eq!(gone.status(), 204);
    assert_eq!(ada.get(&place).await.status(), 404);
    let rows = audited(&house, "role.changed").await;
    let kinds: Vec<(bool, bool)> = rows
        .iter()
        .map(|row| (row["before"].is_string(), row["after"].is_string()))
        .collect();
    assert_eq!(kinds, [(false, true), (true, true), (true, false)]);
}

#[tokio::test]
async fn what_no_role_can_be_is_refused_with_a_remedy() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    role(&ada, "Night desk", &["session.offer"]).await;

    for (body, status, reason) in [
        (
            json!({ "name": "x", "permissions": ["session.full_control"] }),
            422,
            "reserved_permission",
        ),
        (
            json!({ "name": "x", "permissions": ["session.elevate"] }),
            422,
            "reserved_permission",
        ),
        (
            json!({ "name": "x", "permissions": ["session.unattended"] }),
            422,
            "reserved_permission",
        ),
        (
            json!({ "name": "x", "permissions": ["session.fly"] }),
            422,
            "unknown_permission",
        ),
        (json!({ "name": " ", "permissions": [] }), 422, "name"),
        (
            json!({ "name": "helper", "permissions": [] }),
            409,
            "name_taken",
        ),
        (
            json!({ "name": "Night desk", "permissions": [] }),
            409,
            "name_taken",
        ),
    ] {
        let answer = ada.post("/api/v1/roles", body.clone()).await;
        assert_eq!(
            refused(answer).await,
            (status, Some(reason.to_owned())),
            "{body}"
        );
    }
    let built_in = json!({ "name": "Mine", "permissions": [] });
    let answer = send(
        &ada,
        Method::PUT,
        "/api/v1/roles/helper",
        Some("\"0\""),
        built_in,
    )
    .await;
    assert_eq!(refused(answer).await, (409, Some("built_in".to_owned())));
}

#[tokio::test]
async fn who_may_not_manage_changes_nothing_and_the_try_is_written_down() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let body = json!({ "name": "Mine", "permissions": ["session.force_end"] });
    let assignment =
        json!({ "role": "supervisor", "members": ["quay"], "scope": { "kind": "everybody" } });

    let nobody = house.browser().post("/api/v1/roles", body.clone()).await;
    let role = hanna.post("/api/v1/roles", body).await;
    let over = hanna.post("/api/v1/assignments", assignment).await;
    let reads = ["roles", "assignments", "groups", "users"];

    assert_eq!(refused(nobody).await.0, 401);
    assert_eq!(refused(role).await, (403, Some("no_role".to_owned())));
    assert_eq!(refused(over).await, (403, Some("no_role".to_owned())));
    for path in reads {
        let answer = hanna.get(&format!("/api/v1/{path}")).await;
        assert_eq!(refused(answer).await.0, 403, "{path}");
    }
    assert_eq!(audited(&house, "access.denied").await.len(), 2);
}

#[tokio::test]
async fn who_administers_a_part_changes_nothing_for_everybody() {
    let house = House::start_with(with_nora).await;
    let ada = house.signed_in("ada").await;
    let wanted = ["role.read", "role.manage", "assignment.manage"];
    let made = role(&ada, "Quay's own", &wanted).await;
    let part = json!({ "role": made.id, "members": ["newcomers"],
        "scope": { "kind": "some", "userGroups": ["quay"] } });
    let granted = ada.post("/api/v1/assignments", part).await;
    let nora = house.signed_in("nora").await;

    let helper = json!({ "role": "helper", "members": ["quay"], "scope": { "kind": "everybody" } });
    let tried = nora.post("/api/v1/assignments", helper).await;

    assert_eq!(granted.status(), 201);
    assert_eq!(nora.get("/api/v1/roles").await.status(), 200);
    assert_eq!(refused(tried).await, (403, Some("out_of_scope".to_owned())));
}

#[tokio::test]
async fn nobody_grants_themselves_anything_by_any_way() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let me = user(&ada, "ada").await;
    let desk = group(&ada, "desk").await;
    let own = json!({ "role": "helper", "members": ["admins"], "scope": { "kind": "everybody" } });
    let account = json!({ "name": "Ada Other", "enabled": true });
    let members = format!("/api/v1/groups/{}/members/{}", desk.id.text(), me.id.text());
    let users = format!("/api/v1/users/{}", me.id.text());

    let tries = [
        ada.post("/api/v1/assignments", own).await,
        send(&ada, Method::PUT, &members, None, json!({})).await,
        send(&ada, Method::DELETE, &members, None, json!({})).await,
        send(&ada, Method::PUT, &users, Some("\"1\""), account).await,
    ];

    for answer in tries {
        assert_eq!(refused(answer).await, (403, Some("self_grant".to_owned())));
    }
    assert_eq!(audited(&house, "access.denied").await.len(), 4);
    assert!(
        !ada.get("/api/v1/me")
            .await
            .text()
            .await
            .unwrap()
            .contains("session.offer")
    );
}

#[tokio::test]
async fn a_role_one_holds_cannot_be_given_more_by_oneself() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let made = role(&ada, "Deputies", &["role.read", "role.manage"]).await;
    assigned(&ada, &made.id, &["desk"]).await;
    let hanna = house.signed_in("hanna").await;
    let place = format!("/api/v1/roles/{}", made.id);
    let more =
        json!({ "name": "Deputies", "permissions": ["role.read", "role.manage", "audit.read"] });
    let less = json!({ "name": "Deputies", "permissions": ["role.manage"] });

    let grown = send(&hanna, Method::PUT, &place, Some("\"1\""), more).await;
    let shrunk = send(&hanna, Method::PUT, &place, Some("\"1\""), less).await;

    assert_eq!(refused(grown).await, (403, Some("self_grant".to_owned())));
    assert_eq!(shrunk.status(), 200);
}

#[tokio::test]
async fn an_assignment_is_in_force_at_once_and_its_end_ends_the_running_session() {
    let house = House::start_with(with_nora).await;
    let ada = house.signed_in("ada").await;
    let nora = house.signed_in("nora").await;
    let before = nora
        .post("/api/v1/sessions", json!({ "kind": "code" }))
        .await;
    assert_eq!(refused(before).await.0, 403);

    let made = role(
        &ada,
        "Night desk",
        &["session.offer", "session.view_screen"],
    )
    .await;
    let assignment = assigned(&ada, &made.id, &["newcomers"]).await;
    let session = nora.create().await;
    let mut live = nora.live(session.id).await;
    tokio::time::sleep(WATCHED).await;
    // The role loses what the session stands on; the assignment stays.
    let place = format!("/api/v1/roles/{}", made.id);
    let less = json!({ "name": "Night desk", "permissions": ["session.offer"] });
    assert_eq!(
        send(&ada, Method::PUT, &place, Some("\"1\""), less)
            .await
            .status(),
        200
    );

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
    let in_use = send(&ada, Method::DELETE, &place, Some("\"2\""), json!({})).await;
    assert_eq!(refused(in_use).await, (409, Some("in_use".to_owned())));
    let path = format!("/api/v1/assignments/{}", assignment.id.text());
    let dropped = send(&ada, Method::DELETE, &path, Some("\"1\""), json!({})).await;
    assert_eq!(dropped.status(), 204);
    assert_eq!(audited(&house, "assignment.changed").await.len(), 2);
}

#[tokio::test]
async fn a_member_who_is_let_in_may_help_and_one_who_is_put_out_loses_the_picture() {
    let house = House::start_with(with_nora).await;
    let ada = house.signed_in("ada").await;
    let nora = user(&ada, "nora").await;
    assert_eq!(nora.groups, ["newcomers"]);
    let desk = group(&ada, "desk").await;
    let place = format!(
        "/api/v1/groups/{}/members/{}",
        desk.id.text(),
        nora.id.text()
    );

    let admitted = send(&ada, Method::PUT, &place, None, json!({})).await;
    assert_eq!(admitted.status(), 204);
    let again = send(&ada, Method::PUT, &place, None, json!({})).await;
    assert_eq!(again.status(), 204);
    let helper = house.signed_in("nora").await;
    let session = helper.create().await;
    let mut live = helper.live(session.id).await;
    tokio::time::sleep(WATCHED).await;
    assert_eq!(
        send(&ada, Method::DELETE, &place, None, json!({}))
            .await
            .status(),
        204
    );

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
    assert_eq!(audited(&house, "group.changed").await.len(), 2);
    let hugo = user(&ada, "hugo").await;
    let of_config = format!(
        "/api/v1/groups/{}/members/{}",
        desk.id.text(),
        hugo.id.text()
    );
    let kept = send(&ada, Method::DELETE, &of_config, None, json!({})).await;
    assert_eq!(
        refused(kept).await,
        (409, Some("from_elsewhere".to_owned()))
    );
}

#[tokio::test]
async fn who_is_disabled_is_signed_out_loses_live_media_and_stays_so_after_a_restart() {
    let house = House::start().await;
    let pair = Pair::live(&house).await;
    let ada = house.signed_in("ada").await;
    let hanna = user(&ada, "hanna").await;
    assert_eq!(hanna.source, RowSource::Config);
    let mut live = pair.sharer.live(pair.id).await;
    tokio::time::sleep(WATCHED).await;
    let place = format!("/api/v1/users/{}", hanna.id.text());
    let etag = tag(&ada.get(&place).await);
    let off = json!({ "name": hanna.name, "jobTitle": "Tester", "company": "Kaispeicher", "enabled": false });
    let renamed = json!({ "name": "Somebody", "enabled": true });

    let other = send(&ada, Method::PUT, &place, Some(&etag), renamed).await;
    assert_eq!(
        refused(other).await,
        (409, Some("from_elsewhere".to_owned()))
    );
    assert_eq!(
        send(&ada, Method::PUT, &place, Some(&etag), off)
            .await
            .status(),
        200
    );

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "access_revoked");
    assert_eq!(pair.helper.get("/api/v1/me").await.status(), 401);
    let rows = audited(&house, "user.changed").await;
    assert_eq!(rows[0]["after"], "{\"enabled\":false}");
    assert!(!rows[0].to_string().contains("Hanna"));
    let folder = house.stop().await;
    let house = House::start_in(folder, 2, |_| {}).await;
    let wrong = json!({ "username": "hanna", "password": crate::house::PASSWORD });
    let answer = house.browser().post("/api/v1/auth/local", wrong).await;
    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn an_account_is_made_signs_in_and_survives_a_restart() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let short = json!({ "username": "olga", "name": "Olga", "password": "short" });
    let good = json!({ "username": "Olga", "name": "Olga O", "password": "a long enough one" });
    let twice = json!({ "username": "SAMI", "name": "Sami", "password": "a long enough one" });

    let refused_short = ada.post("/api/v1/users", short).await;
    let refused_twice = ada.post("/api/v1/users", twice).await;
    let olga: UserView = whole(ada.post("/api/v1/users", good).await).await;

    assert_eq!(
        refused(refused_short).await,
        (422, Some("password".to_owned()))
    );
    assert_eq!(
        refused(refused_twice).await,
        (409, Some("name_taken".to_owned()))
    );
    assert_eq!(
        (olga.username.as_str(), olga.source),
        ("olga", RowSource::Api)
    );
    let folder = house.stop().await;
    let house = House::start_in(folder, 2, |_| {}).await;
    let mut browser = house.browser();
    let me = browser.sign_in("olga", "a long enough one").await;
    assert!(me.permissions.is_empty());
    let ada = house.signed_in("ada").await;
    let place = format!("/api/v1/users/{}", olga.id.text());
    let gone = send(&ada, Method::DELETE, &place, Some("\"1\""), json!({})).await;
    assert_eq!(gone.status(), 204);
    assert_eq!(browser.get("/api/v1/me").await.status(), 401);
}

#[tokio::test]
async fn intunes_names_become_a_role_and_control_becomes_a_notice() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let names = [
        "Remote Help app - View screen",
        "Remote Help app - Take full control",
        "Something else",
    ];

    let body = json!({ "name": "From Intune", "names": names });
    let made: RoleImported = whole(ada.post("/api/v1/roles/import", body).await).await;
    let nothing = json!({ "name": "Nothing", "names": ["Remote Help app - Elevation"] });
    let none = ada.post("/api/v1/roles/import", nothing).await;

    assert_eq!(made.role.permissions, ["session.view_screen"]);
    let left: Vec<&str> = made
        .left_out
        .iter()
        .map(|one| one.reason.as_str())
        .collect();
    assert_eq!(left, ["never_here", "unknown"]);
    assert_eq!(
        refused(none).await,
        (422, Some("nothing_to_import".to_owned()))
    );
}

#[tokio::test]
async fn somebody_is_told_why_they_cannot_help_this_person() {
    let house = House::start_with(with_nora).await;
    let ada = house.signed_in("ada").await;
    let hanna = house.signed_in("hanna").await;
    let nora = house.signed_in("nora").await;
    let body = json!({ "role": "helper", "members": ["newcomers"],
        "scope": { "kind": "some", "userGroups": ["admins"] } });
    let narrow: AssignmentView = whole(ada.post("/api/v1/assignments", body).await).await;
    let ask = "/api/v1/authz/explain?permission=session.view_screen&sharer=sami";

    let yes: Explained = whole(hanna.get(ask).await).await;
    let no: Explained = whole(nora.get(ask).await).await;
    let about = format!("{ask}&user=nora");
    let of_other: Explained = whole(ada.get(&about).await).await;
    let curious = hanna.get(&about).await;
    let oneself: Explained = whole(house.signed_in("sami").await.get(ask).await).await;

    assert!(yes.allowed && yes.parts.iter().all(|part| part.passes));
    assert_eq!(yes.assignments[0].result, "matches");
    assert_eq!(no.reason.as_deref(), Some("out_of_scope"));
    assert_eq!(
        (no.assignments[0].id, no.assignments[0].result.as_str()),
        (narrow.id, "out_of_scope")
    );
    assert_eq!(of_other, no);
    assert_eq!(refused(curious).await.0, 403);
    assert_eq!(oneself.reason.as_deref(), Some("same_person"));
    let unknown = hanna
        .get("/api/v1/authz/explain?permission=session.fly")
        .await;
    assert_eq!(
        refused(unknown).await,
        (422, Some("unknown_permission".to_owned()))
    );
}

#[tokio::test]
async fn an_assignment_of_the_config_keeps_its_id_and_is_changed_there() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let list = |answer: Value| answer["items"].clone();
    let before = list(whole(ada.get("/api/v1/assignments").await).await);
    let id = before[0]["id"].as_str().unwrap();
    let place = format!("/api/v1/assignments/{id}");

    let drop = send(&ada, Method::DELETE, &place, Some("\"1\""), json!({})).await;
    assert_eq!(refused(drop).await, (409, Some("from_config".to_owned())));
    assigned(&ada, "auditor", &["quay"]).await;
    let folder = house.stop().await;
    let house = House::start_in(folder, 2, |_| {}).await;
    let ada = house.signed_in("ada").await;

    let after = list(whole(ada.get("/api/v1/assignments").await).await);
    assert_eq!(after[0], before[0]);
    assert_eq!(after.as_array().unwrap().len(), 3);
}
