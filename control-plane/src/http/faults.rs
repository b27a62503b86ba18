//! What a caller is told when a session is not changed. Never says more than they may know.

use lotse_domain::policy::Refusal;
use lotse_domain::session::Fault;

use super::problem::Refused;
use crate::sessions::SessionFault;

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let (reason, words) = (refusal.reason().text(), refusal.reason().words());
        match refusal.policy() {
            Some(policy) => Self::ByPolicy {
                reason,
                words,
                policy: policy.text(),
            },
            None => Self::Forbidden { reason, words },
        }
    }
}

impl From<SessionFault> for Refused {
    fn from(fault: SessionFault) -> Self {
        match fault {
            SessionFault::NotFound => Self::NotFound,
            SessionFault::BadCode => Self::BadCode,
            SessionFault::TooMany(after) => Self::TooMany(after),
            SessionFault::Malformed => Self::Malformed,
            SessionFault::Fault(fault) => of_fault(fault),
            SessionFault::Refused(refusal) => refusal.into(),
            SessionFault::NoColleague => Self::Conflict {
                reason: "no_such_colleague",
                words: "Nobody signs in by that name; check it and try again.",
            },
            SessionFault::Seated => Self::Conflict {
                reason: "in_session",
                words: "They are part of this session already.",
            },
            SessionFault::NoNode => {
                Self::Unavailable("No media node takes sessions at the moment; try again soon.")
            }
            SessionFault::Crowded => Self::Unavailable("Too much happens at once; try again."),
            SessionFault::Store(fault) => fault.into(),
            SessionFault::Lost | SessionFault::NotSigned(_) | SessionFault::NoChance(_) => {
                tracing::error!(%fault, "a session could not be changed by our fault");
                Self::Fault
            }
        }
    }
}

fn of_fault(fault: Fault) -> Refused {
    let conflict = |reason, words| Refused::Conflict { reason, words };
    match fault {
        Fault::Over(reason) => conflict(reason.text(), "The session is over."),
        Fault::TimerDue => Refused::Unavailable("Too much happens at once; try again."),
        Fault::NotNow => conflict("not_now", "Read the session again: it has moved on."),
        Fault::Nobody => Refused::NotFound,
        Fault::NotTheirs => Refused::Forbidden {
            reason: "not_yours",
            words: "This is for another person of the session to do.",
        },
        Fault::ExtendedBefore => conflict("extended_before", "Ask for a new code instead."),
        Fault::WarningsWait => conflict("warnings_wait", "Acknowledge the warnings first."),
        Fault::SurfaceNotAllowed => Refused::Forbidden {
            reason: "surface_not_allowed",
            words: "The organisation does not let this be shared; pick something else.",
        },
        Fault::NoNode => {
            Refused::Unavailable("No media node takes sessions at the moment; try again soon.")
        }
        Fault::Full => conflict("full", "The session has as many helpers as it may."),
        Fault::SharerElsewhere => conflict(
            "sharer_elsewhere",
            "You are in this session in another browser; go on there, or close it there first.",
        ),
        Fault::GrantForOthers => conflict("not_now", "Read the session again: it has moved on."),
    }
}
