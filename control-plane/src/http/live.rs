//! The live WebSocket of a session: tells the page that something changed, and notices when the page is gone. Never says what
//! changed: the page reads that itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use futures_util::{SinkExt, StreamExt};
use lotse_protocol::api::{LiveDown, LiveUp};
use lotse_protocol::id::SessionId;
use tokio::time::{timeout, timeout_at};

use super::extract::{Came, InSession, same_origin};
use super::problem::Refused;
use crate::app::{App, AppState};
use crate::auth::{self, Who};
use crate::hub::{HubFull, LivePage, Newest};
use crate::limits::{
    LIVE_CHECK_INTERVAL, LIVE_MESSAGE_BYTES_MAX, LIVE_MESSAGES_PER_SECOND_MAX, LIVE_SEND_TIME_MAX,
    LIVE_SILENCE_MAX,
};
use crate::sessions;
use crate::store::Origin;

impl From<HubFull> for Refused {
    fn from(full: HubFull) -> Self {
        match full {
            HubFull::Person => Self::TooMany(Duration::from_secs(5)),
            HubFull::All => Self::Unavailable("Too many pages are open; try again soon."),
        }
    }
}

/// `GET /sessions/{id}/live`.
pub(crate) async fn live(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
    (headers, uri): (HeaderMap, Uri),
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refused> {
    if !same_origin(&headers, &uri) {
        return Err(Refused::CrossSite);
    }
    let session = app.store.session(id).await?.ok_or(Refused::NotFound)?;
    session
        .participant_of(who.person)
        .ok_or(Refused::NotFound)?;
    let page = app.hub.enter(id, who.person)?;
    app.hub.tell(id, sessions::newest(&session));
    Ok(upgrade
        .max_message_size(LIVE_MESSAGE_BYTES_MAX)
        .max_frame_size(LIVE_MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| serve(app, Seat { id, who, origin }, page, socket)))
}

/// Whose socket it is.
struct Seat {
    id: SessionId,
    who: Who,
    origin: Origin,
}

async fn serve(app: AppState, seat: Seat, page: LivePage, socket: WebSocket) {
    app.metrics.live_socket_opened();
    presence(&app, &seat).await;
    talk(&app, &seat, page, socket).await;
    // The page is gone from the hub by now, so this tells how it is. One that we close has not left.
    if !app.closing.is_cancelled() {
        presence(&app, &seat).await;
    }
    app.metrics.live_socket_closed();
}

async fn presence(app: &Arc<App>, seat: &Seat) {
    let told = sessions::presence(app, seat.id, seat.who, seat.origin.clone()).await;
    if let Err(fault) = told {
        tracing::debug!(session = %seat.id, %fault, "a page came or went without effect");
    }
}

/// Until the page is silent, gone, signed out or ill-behaved, the session is over and told, or the process ends.
async fn talk(app: &Arc<App>, seat: &Seat, mut page: LivePage, socket: WebSocket) {
    let (mut down, mut up) = socket.split();
    let mut heard = Heard::new(Instant::now());
    let mut check = tokio::time::interval(LIVE_CHECK_INTERVAL);
    let mut told = None;
    loop {
        let newest = *page.changes.borrow_and_update();
        if newest != told
            && let Some(newest) = newest
        {
            told = Some(newest);
            let sent = timeout(LIVE_SEND_TIME_MAX, down.send(message(newest))).await;
            if !matches!(sent, Ok(Ok(()))) {
                return;
            }
            if newest.reason.is_some() {
                let _ = timeout(LIVE_SEND_TIME_MAX, down.close()).await;
                return;
            }
        }
        tokio::select! {
            changed = page.changes.changed() => if changed.is_err() { return },
            said = timeout_at(heard.silent_at(), up.next()) => match said {
                Ok(Some(Ok(said))) if heard.fits(Instant::now(), &said) => {}
                Ok(Some(_) | None) | Err(_) => return,
            },
            _ = check.tick() => if !still_signed_in(app, seat).await { return },
            () = app.closing.cancelled() => return,
        }
    }
}

/// A socket outlives the request that opened it, so whether its person may still be here is asked again.
async fn still_signed_in(app: &App, seat: &Seat) -> bool {
    auth::still_here(app, seat.who).await.unwrap_or(true)
}

fn message(newest: Newest) -> Message {
    let told = LiveDown::State {
        version: newest.version,
        state: newest.state,
        reason: newest.reason,
    };
    Message::text(serde_json::to_string(&told).unwrap_or_default())
}

/// Counts what a page says: beats, and not too many.
struct Heard {
    last: Instant,
    second: Instant,
    count: u32,
}

impl Heard {
    const fn new(now: Instant) -> Self {
        Self {
            last: now,
            second: now,
            count: 0,
        }
    }

    /// When the page counts as gone unless it says something before.
    fn silent_at(&self) -> tokio::time::Instant {
        (self.last + LIVE_SILENCE_MAX).into()
    }

    /// Whether the page behaves.
    fn fits(&mut self, now: Instant, said: &Message) -> bool {
        if now.saturating_duration_since(self.second) >= Duration::from_secs(1) {
            *self = Self::new(now);
        }
        self.last = now;
        self.count = self.count.saturating_add(1);
        let known = match said {
            Message::Text(text) => serde_json::from_str::<LiveUp>(text).is_ok(),
            Message::Ping(_) | Message::Pong(_) => true,
            Message::Binary(_) | Message::Close(_) => false,
        };
        known && self.count <= LIVE_MESSAGES_PER_SECOND_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_says_anything_but_beats_or_says_it_too_often_is_closed() {
        let now = Instant::now();
        let beat = || Message::text(r#"{"type":"beat"}"#);
        let mut heard = Heard::new(now);
        for _ in 0..LIVE_MESSAGES_PER_SECOND_MAX {
            assert!(heard.fits(now, &beat()));
        }
        assert!(!heard.fits(now, &beat()));

        let later = now + Duration::from_secs(1);
        assert!(heard.fits(later, &beat()));
        assert!(!heard.fits(later, &Message::text(r#"{"type":"click"}"#)));
        assert!(!heard.fits(later, &Message::binary(vec![1])));
    }
}
