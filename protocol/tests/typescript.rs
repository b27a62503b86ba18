//! The pages' wire types are these very types: the generated file must be what is in the tree. Write it anew with
//! `LOTSE_WRITE=1 cargo test -p lotse-protocol --test typescript`.

use std::fs;
use std::path::Path;

use lotse_protocol::{api, channel, end, problem, role};
use ts_rs::{Config, TS};

const HEAD: &str = "// Generated from the crate `lotse-protocol`; its test `typescript` keeps it true. Do not edit.\n\n";

macro_rules! declarations {
    ($($wire:ty),* $(,)?) => {{
        let config = Config::default();
        let mut text = String::from(HEAD);
        for id in ["SessionId", "ParticipantId", "DeviceId", "UserId", "RoleId", "AssignmentId", "GroupId", "PolicyId", "Timestamp"] {
            text.push_str(&format!("export type {id} = string;\n"));
        }
        $(text.push_str(&format!("export {}\n", <$wire as TS>::decl(&config)));)*
        text
    }};
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn generated() -> String {
    declarations![
        role::MediaRole,
        role::Can,
        end::EndReason,
        problem::Problem,
        channel::FromClient,
        channel::ByeReason,
        channel::ChatLine,
        channel::FromNode,
        channel::RosterEntry,
        channel::ChatRefusal,
        channel::QualityLevel,
        channel::VideoCodec,
        api::SignIn,
        api::Person,
        api::Me,
        api::About,
        api::DemoPerson,
        api::AboutProvider,
        api::MediaPort,
        api::Farewell,
        api::CreateSession,
        api::SessionKind,
        api::SessionCreated,
        api::RedeemCode,
        api::Redeemed,
        api::SessionState,
        api::SessionView,
        api::You,
        api::CodeLife,
        api::OtherPerson,
        api::WarningView,
        api::WarningKind,
        api::Severity,
        api::Consent,
        api::Acknowledge,
        api::CaptureReport,
        api::CaptureResult,
        api::Surface,
        api::MediaRequest,
        api::MediaPlace,
        api::IceServer,
        api::Answer,
        api::Invite,
        api::DeviceView,
        api::DevicePage,
        api::AuditVerdict,
        api::RowSource,
        api::RoleBody,
        api::RoleView,
        api::RolePage,
        api::IntuneRole,
        api::IntuneNotice,
        api::RoleImported,
        api::ScopeBody,
        api::AssignmentBody,
        api::AssignmentView,
        api::AssignmentPage,
        api::GroupBody,
        api::GroupView,
        api::GroupPage,
        api::GroupMember,
        api::GroupMemberPage,
        api::CreateUser,
        api::EditUser,
        api::UserView,
        api::UserPage,
        api::Explained,
        api::ExplainedTry,
        api::ExplainedPart,
        api::PolicyMode,
        api::PolicyPart,
        api::PolicyAction,
        api::PolicyPlatform,
        api::PolicyBrowser,
        api::PolicyEvidence,
        api::PolicyCompliance,
        api::PolicyDay,
        api::PolicyBody,
        api::PolicyWho,
        api::PolicyPeople,
        api::PolicyConditions,
        api::PolicyHours,
        api::PolicyGrant,
        api::PolicySession,
        api::PolicyView,
        api::PolicyPage,
        api::PolicyWhatIf,
        api::PolicySimulated,
        api::PolicySays,
        api::LiveDown,
        api::LiveUp,
    ]
}

#[test]
fn the_pages_types_are_the_ones_in_the_tree() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src/protocol/wire.ts");
    let wanted = generated();
    if std::env::var_os("LOTSE_WRITE").is_some() {
        fs::write(&file, &wanted).unwrap();
    }

    let found = fs::read_to_string(&file).unwrap_or_default();

    assert!(
        found == wanted,
        "web/src/protocol/wire.ts is stale: run this test with LOTSE_WRITE=1"
    );
}
