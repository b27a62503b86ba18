//! Signing out here is not signing out there: says where a provider that can ends its own session. Never ends ours.

use super::sealed::open;
use crate::app::App;
use crate::auth::CookieSecret;
use crate::store::StoreFault;

/// Where a browser goes so that the provider's own session ends too; `None` when there is no such place.
pub(crate) async fn farewell(
    app: &App,
    secret: &CookieSecret,
) -> Result<Option<String>, StoreFault> {
    let Some(vouched) = app.store.vouched(secret.stored()).await? else {
        return Ok(None);
    };
    let provider = vouched.provider.parse().ok();
    let Some(provider) = provider.and_then(|id| app.providers.at(&id)) else {
        return Ok(None);
    };
    let back_to = format!("{}/", app.config.public_url.text());
    let hint = open(&vouched.hint, secret);
    let place = provider.farewell(hint.as_deref(), &back_to).await;
    Ok(place.map(String::from))
}
