//! Tells nodes again what they have not answered: that a session is over, whom to drop, who may receive. Never lets a command
//! fall because a node was slow once.

use std::sync::Arc;

use futures_util::future::join_all;
use lotse_protocol::id::SessionId;
use lotse_protocol::token::NodePlace;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::limits::OWED_LOOK_INTERVAL;
use crate::operators;
use crate::sessions;
use crate::store::StoreFault;

/// Runs until stopped.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(OWED_LOOK_INTERVAL) => {}
        }
        if let Err(fault) = look(&app).await {
            tracing::error!(%fault, "what nodes are owed cannot be read");
        }
    }
}

async fn look(app: &Arc<App>) -> Result<(), StoreFault> {
    let mut looked = Ok(());
    for place in app.store.debtors(now()).await? {
        looked = looked.and(pay(app, place).await);
    }
    let untold = std::mem::take(&mut *app.untold.lock());
    for id in untold {
        let told = tell_again(app, id).await;
        if told.is_err() {
            app.untold.lock().insert(id);
        }
        looked = looked.and(told);
    }
    looked
}

async fn tell_again(app: &Arc<App>, id: SessionId) -> Result<(), StoreFault> {
    if sessions::tell_again(app, id).await? {
        return Ok(());
    }
    operators::tell(app, id).await
}

async fn pay(app: &App, place: NodePlace) -> Result<(), StoreFault> {
    let nodes = app.bus.nodes();
    let known = nodes.iter().find(|node| node.place.node == place.node);
    match known {
        // A node that was started anew has none of the old legs.
        Some(node) if node.place != place => app.store.forget_debtor(place).await,
        Some(_) => {
            let owed = app.store.owed(place, now()).await?;
            let told = owed
                .into_iter()
                .map(|command| sessions::send(app, place, vec![command]));
            join_all(told).await;
            Ok(())
        }
        None => Ok(()),
    }
}
