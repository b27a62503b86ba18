//! What is tried in every state of the machine, and the event that each try is.

use super::*;
use crate::policy::Refusal;

/// Something that is tried in every state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Page(ParticipantId, bool),
    Media(ParticipantId, bool),
    Asks(ParticipantId, u8),
    Extend,
    Renew,
    Redeem,
    Pass(bool),
    Refuse,
    Acknowledge(ParticipantId),
    Accept(ParticipantId),
    Cancel(ParticipantId),
    Allow(Option<ParticipantId>),
    Decline(Option<ParticipantId>),
    Placed(u128),
    Captured(CaptureResult),
    Picks(Surface),
    Pause,
    Unpause,
    Confirm(bool),
    Active,
    Lease,
    Invite(Part),
    Moved,
    Review(ParticipantId, Option<bool>),
    Leave(ParticipantId),
    LeaveSharer,
    Report,
    Force,
    Fail,
    Fires(Timer),
}

const GRANTED: [Compliance; 2] = [Compliance::Noncompliant, Compliance::Compliant];

/// What happens around one helper.
pub(super) fn alone() -> Vec<Move> {
    let mut moves = common();
    for compliant in [true, false] {
        moves.push(Move::Pass(compliant));
        moves.push(Move::Review(H, Some(compliant)));
    }
    moves.extend([
        Move::Moved,
        Move::Page(S2, true),
        Move::Page(S2, false),
        Move::Media(S2, true),
        Move::Media(S2, false),
        Move::Asks(S2, 9),
        Move::Placed(51),
        Move::Active,
        Move::Confirm(true),
        Move::Confirm(false),
    ]);
    moves
}

/// What happens around two helpers, or a helper and an observer.
pub(super) fn together() -> Vec<Move> {
    let mut moves = common();
    moves.extend([
        Move::Pass(true),
        Move::Invite(Part::Helper),
        Move::Invite(Part::Observer),
        Move::Page(K, true),
        Move::Page(K, false),
        Move::Media(K, true),
        Move::Media(K, false),
        Move::Asks(K, 3),
        Move::Accept(K),
        Move::Cancel(K),
        Move::Allow(Some(K)),
        Move::Decline(Some(K)),
        Move::Leave(K),
        Move::Review(K, None),
    ]);
    moves
}

fn common() -> Vec<Move> {
    let mut moves = vec![
        Move::Extend,
        Move::Renew,
        Move::Redeem,
        Move::Refuse,
        Move::Acknowledge(H),
        Move::Accept(H),
        Move::Cancel(H),
        Move::Allow(None),
        Move::Decline(None),
        Move::Placed(50),
        Move::Pause,
        Move::Unpause,
        Move::Lease,
        Move::Review(H, None),
        Move::Leave(H),
        Move::LeaveSharer,
        Move::Report,
        Move::Force,
        Move::Fail,
        Move::Asks(S, 1),
        Move::Asks(S, 9),
        Move::Asks(H, 2),
    ];
    for result in [
        CaptureResult::Picked,
        CaptureResult::Cancelled,
        CaptureResult::Denied,
        CaptureResult::Ended,
    ] {
        moves.push(Move::Captured(result));
    }
    moves.push(Move::Picks(Surface::Monitor));
    moves.push(Move::Picks(Surface::Tab));
    for who in [H, S] {
        for there in [true, false] {
            moves.push(Move::Page(who, there));
            moves.push(Move::Media(who, there));
        }
    }
    moves
}

#[expect(clippy::too_many_lines, reason = "a table: one arm for each move")]
pub(super) fn event(session: &Session, tried: Move, refusal: Refusal) -> Option<Event> {
    let sharer = session.sharer().map_or(S, SharerSeat::participant);
    let of = |compliant: bool| GRANTED[usize::from(compliant)];
    Some(match tried {
        Move::Page(by, true) => Event::PageOpened { by },
        Move::Page(by, false) => Event::PageClosed { by },
        Move::Media(by, true) => Event::MediaUp { by },
        Move::Media(by, false) => Event::MediaLost { by },
        Move::Asks(by, number) => Event::MediaRequested {
            by,
            fingerprint: print(number),
        },
        Move::Extend => Event::ExtendCode { by: H },
        Move::Renew => Event::RenewCode { by: H },
        Move::Redeem => Event::Redeem {
            sharer: newcomer(S, "laptop"),
        },
        Move::Pass(compliant) => {
            let joining = session.state() == SessionState::Joining;
            let grant = joining.then(|| grant(HANNA, Part::Helper, of(compliant)))?;
            Event::JoinPassed { grant }
        }
        Move::Refuse => Event::JoinRefused { refusal },
        Move::Acknowledge(by) => {
            let warnings = vec![WarningKind::DeviceNoncompliant];
            Event::Acknowledge { by, warnings }
        }
        Move::Accept(by) => Event::Accept { by },
        Move::Cancel(by) => Event::Cancel { by },
        Move::Allow(helper) => Event::Allow { by: sharer, helper },
        Move::Decline(helper) => Event::Decline { by: sharer, helper },
        Move::Placed(number) => Event::Placed {
            place: place(number),
        },
        Move::Captured(result) => Event::Capture {
            by: sharer,
            result,
            surface: None,
        },
        Move::Picks(surface) => Event::Capture {
            by: sharer,
            result: CaptureResult::Picked,
            surface: Some(surface),
        },
        Move::Pause => Event::Pause { by: sharer },
        Move::Unpause => Event::Unpause { by: sharer },
        Move::Confirm(by_sharer) => Event::Confirm {
            by: if by_sharer { sharer } else { H },
        },
        Move::Active => Event::Active,
        Move::Lease => Event::LeaseLost,
        Move::Invite(part) => {
            let fits = session.state.code() == CodeStanding::Bound && session.helpers.len() == 1;
            let grant = fits.then(|| grant(KIM, part, Compliance::Compliant))?;
            Event::Invite {
                by: H,
                participant: K,
                grant,
            }
        }
        Move::Moved => {
            let fits = session.state.code() == CodeStanding::Bound && sharer == S;
            let grants = fits.then(|| vec![(H, compliant())])?;
            Event::SharerMoved {
                sharer: newcomer(S2, "phone"),
                grants,
            }
        }
        Move::Review(helper, None) => Event::AccessReviewed {
            helper,
            verdict: Err(refusal),
        },
        Move::Review(helper, Some(compliant)) => {
            let bound = session.state.code() == CodeStanding::Bound;
            let grant = bound.then(|| grant(HANNA, Part::Helper, of(compliant)))?;
            Event::AccessReviewed {
                helper,
                verdict: Ok(grant),
            }
        }
        Move::Leave(by) => Event::Leave { by },
        Move::LeaveSharer => Event::Leave { by: sharer },
        Move::Report => Event::Report { by: sharer },
        Move::Force => Event::ForceEnd { by: ADA },
        Move::Fail => Event::Fail,
        Move::Fires(_) => return None,
    })
}
