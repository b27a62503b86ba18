//! One provider: asks it who somebody is, with its words and keys remembered for an hour. Fetches keys again for an unknown
//! name, but seldom. Never decides whether the person may do anything.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_protocol::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

use super::claims::Profile;
use super::fault::SignInFault;
use super::fetch::{Fetch, FetchFault};
use super::keys::KeySet;
use super::metadata::{self, Metadata};
use super::proof;
use super::token::{Expected, Header, Kind, LogoutClaims, Signed};
use crate::identity::{ClientProof, ProviderConfig, ProviderId, Strength};
use crate::limits::{
    PROVIDER_CACHE_LIFE, PROVIDER_CACHE_LIFE_MAX, PROVIDER_RETRY_PAUSE, PROVIDER_UNKNOWN_KEY_PAUSE,
};

/// The providers of the organisation.
pub(crate) struct Providers(BTreeMap<ProviderId, Arc<Provider>>);

impl Providers {
    pub(crate) fn new(configs: Vec<ProviderConfig>) -> Result<Self, FetchFault> {
        let mut providers = BTreeMap::new();
        for config in configs {
            providers.insert(config.id.clone(), Arc::new(Provider::new(config)?));
        }
        Ok(Self(providers))
    }

    /// The provider at this place.
    pub(crate) fn at(&self, id: &ProviderId) -> Option<Arc<Provider>> {
        self.0.get(id).cloned()
    }

    /// All of them, by their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Provider>> {
        self.0.values()
    }
}

/// A provider with what is remembered of it.
pub(crate) struct Provider {
    pub(crate) config: ProviderConfig,
    fetch: Fetch,
    words: Mutex<Remembered<Metadata>>,
    keys: Mutex<Remembered<KeySet>>,
}

struct Remembered<T> {
    value: Option<(Arc<T>, Instant)>,
    failed: Option<(SignInFault, Instant)>,
    /// When an unknown key made us fetch the last time.
    forced: Option<Instant>,
}

impl<T> Remembered<T> {
    const fn nothing() -> Self {
        Self {
            value: None,
            failed: None,
            forced: None,
        }
    }

    fn within(&self, life: std::time::Duration) -> Option<Arc<T>> {
        let (value, since) = self.value.as_ref()?;
        (since.elapsed() < life).then(|| Arc::clone(value))
    }

    /// What was fetched; when that failed, the old for as long as it can be used.
    fn take(&mut self, fetched: Result<T, SignInFault>) -> Result<Arc<T>, SignInFault> {
        match fetched {
            Ok(value) => {
                let value = Arc::new(value);
                self.value = Some((Arc::clone(&value), Instant::now()));
                self.failed = None;
                Ok(value)
            }
            Err(fault) => {
                self.failed = Some((fault, Instant::now()));
                self.within(PROVIDER_CACHE_LIFE_MAX).ok_or(fault)
            }
        }
    }

    /// What is known without asking.
    fn known(&self) -> Option<Result<Arc<T>, SignInFault>> {
        if let Some(value) = self.within(PROVIDER_CACHE_LIFE) {
            return Some(Ok(value));
        }
        let (_, since) = self.failed.as_ref()?;
        (since.elapsed() < PROVIDER_RETRY_PAUSE).then(|| {
            let old = self.within(PROVIDER_CACHE_LIFE_MAX);
            old.ok_or(SignInFault::AskedInVain)
        })
    }
}

/// A question to a provider: who is it?
pub(crate) struct Asked {
    pub(crate) redirect: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    /// PKCE (RFC 7636).
    pub(crate) verifier: String,
    pub(crate) strength: Strength,
}

/// Who somebody is at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) issuer: String,
    pub(crate) subject: String,
}

/// A provider's answer, judged.
pub(crate) struct SignedIn {
    pub(crate) identity: Identity,
    /// The subject that logouts name.
    pub(crate) sub: String,
    /// The provider's own session.
    pub(crate) sid: Option<String>,
    pub(crate) profile: Profile,
    pub(crate) acr: Option<String>,
    pub(crate) auth_time: Option<Timestamp>,
    /// Tells the provider at sign-out whose session to end.
    pub(crate) id_token: String,
}

/// An announced logout, judged.
pub(crate) type LoggedOut = LogoutClaims;

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    token_type: Option<String>,
    id_token: Option<String>,
}

impl Provider {
    fn new(config: ProviderConfig) -> Result<Self, FetchFault> {
        Ok(Self {
            fetch: Fetch::new(config.authorities.as_deref())?,
            config,
            words: Mutex::new(Remembered::nothing()),
            keys: Mutex::new(Remembered::nothing()),
        })
    }

    /// Whether an issuer may be this provider's, before it is asked.
    pub(crate) fn is_of(&self, issuer: &str) -> bool {
        let tenants = &self.config.allowed_tenants;
        match tenants.is_empty() {
            true => self.config.issuer.text() == issuer,
            false => tenants
                .iter()
                .any(|tenant| issuer.contains(tenant.as_str())),
        }
    }

    /// The address that the browser is sent to.
    pub(crate) async fn question(&self, asked: &Asked) -> Result<Url, SignInFault> {
        let metadata = self.metadata().await?;
        let mut url = metadata.authorization.clone();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked.verifier.as_bytes()));
        let mut scope = "openid".to_owned();
        for more in &self.config.scopes {
            scope.push(' ');
            scope.push_str(more);
        }
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &asked.redirect)
            .append_pair("scope", &scope)
            .append_pair("state", &asked.state)
            .append_pair("nonce", &asked.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if !asked.strength.acr_values.is_empty() {
            query.append_pair("acr_values", &asked.strength.acr_values.join(" "));
        }
        if let Some(age) = asked.strength.max_age {
            query.append_pair("max_age", &age.as_secs().to_string());
        }
        drop(query);
        Ok(url)
    }

    /// Whether an answer came from this provider (RFC 9207 section 2.4).
    pub(crate) async fn answered(&self, iss: Option<&str>) -> Result<(), SignInFault> {
        let metadata = self.metadata().await?;
        match iss {
            Some(iss) if metadata.issuer.is(iss) => Ok(()),
            Some(_) => Err(SignInFault::IssParameterWrong),
            None if metadata.names_itself => Err(SignInFault::IssParameterMissing),
            None => Ok(()),
        }
    }

    /// Turns a code into the word of the provider about a person.
    pub(crate) async fn redeem(
        &self,
        code: &str,
        asked: &Asked,
        now: Timestamp,
    ) -> Result<SignedIn, SignInFault> {
        let metadata = self.metadata().await?;
        let answer = self.exchange(&metadata, code, asked, now).await?;
        let kind = answer.token_type.unwrap_or_default();
        if !kind.eq_ignore_ascii_case("bearer") {
            return Err(SignInFault::TokenTypeWrong);
        }
        let access_token = answer.access_token.ok_or(SignInFault::AccessTokenMissing)?;
        let id_token = answer.id_token.ok_or(SignInFault::IdTokenMissing)?;
        let signed = self.open(&metadata, &id_token, Kind::Id).await?;
        let subject = signed.judge(&Expected {
            issuer: &metadata.issuer,
            client_id: &self.config.client_id,
            nonce: &asked.nonce,
            access_token: &access_token,
            strength: &asked.strength,
            now,
        })?;
        let profile = self
            .profile(&metadata, &signed, &subject.sub, &access_token)
            .await?;
        Ok(SignedIn {
            identity: Identity {
                issuer: subject.issuer,
                subject: subject.identity,
            },
            sid: signed.sid()?.map(str::to_owned),
            acr: signed.text("acr")?.map(str::to_owned),
            auth_time: signed.time("auth_time")?,
            sub: subject.sub,
            profile,
            id_token,
        })
    }

    /// The provider's word that somebody's session there is over (Back-Channel Logout 1.0).
    pub(crate) async fn logged_out(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<LoggedOut, SignInFault> {
        let metadata = self.metadata().await?;
        let signed = self.open(&metadata, token, Kind::Logout).await?;
        signed.judge_logout(&metadata.issuer, &self.config.client_id, now)
    }

    /// Where the browser goes so that the provider's session ends too (RP-Initiated Logout 1.0); `None` where it offers no such
    /// place.
    pub(crate) async fn farewell(&self, id_token: Option<&str>, back_to: &str) -> Option<Url> {
        let metadata = self.metadata().await.ok()?;
        let mut url = metadata.end_session.clone()?;
        let mut query = url.query_pairs_mut();
        query
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", back_to);
        if let Some(token) = id_token {
            query.append_pair("id_token_hint", token);
        }
        drop(query);
        Some(url)
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: &str,
        asked: &Asked,
        now: Timestamp,
    ) -> Result<TokenAnswer, SignInFault> {
        let client_id = self.config.client_id.as_str();
        let endpoint = metadata.token.as_str();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", asked.redirect.as_str()),
            ("code_verifier", asked.verifier.as_str()),
        ];
        let assertion: String;
        let mut basic = None;
        match &self.config.proof {
            ClientProof::Public => form.push(("client_id", client_id)),
            ClientProof::Secret(secret) if metadata.takes_basic => {
                basic = Some((client_id, secret.as_str()));
            }
            ClientProof::Secret(secret) => {
                form.extend([("client_id", client_id), ("client_secret", secret.as_str())]);
            }
            ClientProof::PrivateKey(key) => {
                assertion = proof::sign(key, client_id, endpoint, now)?;
                form.extend([
                    ("client_id", client_id),
                    ("client_assertion_type", proof::KIND),
                    ("client_assertion", assertion.as_str()),
                ]);
            }
        }
        let answer = self.fetch.post(endpoint, &form, basic).await?;
        match answer.status.as_u16() {
            200 => {
                serde_json::from_slice(&answer.body).map_err(|_| SignInFault::TokenAnswerMalformed)
            }
            400 | 401 => Err(SignInFault::CodeRefused),
            _ => Err(SignInFault::AnswerStatus),
        }
    }

    async fn open(
        &self,
        metadata: &Metadata,
        token: &str,
        kind: Kind,
    ) -> Result<Signed, SignInFault> {
        let header = Header::read(token, kind)?;
        header.announced(metadata)?;
        let keys = self.keys(metadata).await?;
        let key = match header.key(&keys) {
            Err(SignInFault::KeyUnknown) => {
                let fresh = self.fresh_keys(metadata).await?;
                header.key(&fresh)
            }
            found => found,
        };
        header.open(token, key?)
    }

    /// What is told of the person; some providers keep it out of the ID token and give it to the access token's holder.
    async fn profile(
        &self,
        metadata: &Metadata,
        signed: &Signed,
        sub: &str,
        access_token: &str,
    ) -> Result<Profile, SignInFault> {
        let told = Profile::read(&self.config, &signed.claims);
        let (None, Some(place)) = (&told.name, &metadata.userinfo) else {
            return Ok(told);
        };
        let body = self.fetch.read_as(place.as_str(), access_token).await?;
        let mut more: Map<String, Value> = match serde_json::from_slice(&body) {
            Ok(Value::Object(more)) => more,
            Ok(_) | Err(_) => return Err(SignInFault::ClaimsMalformed),
        };
        // OpenID Connect Core 1.0 section 5.3.2: whoever else it is about, it is not about this person.
        if more.get("sub").and_then(Value::as_str) != Some(sub) {
            return Err(SignInFault::UserInfoSubject);
        }
        more.extend(signed.claims.clone());
        Ok(Profile::read(&self.config, &more))
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, SignInFault> {
        let mut words = self.words.lock().await;
        if let Some(known) = words.known() {
            return known;
        }
        let fetched = self.fetch_metadata().await;
        words.take(fetched)
    }

    async fn fetch_metadata(&self) -> Result<Metadata, SignInFault> {
        let config = &self.config;
        let body = self.fetch.read(&metadata::place(&config.issuer)).await?;
        metadata::read(&config.issuer, &config.allowed_tenants, &body)
    }

    async fn keys(&self, metadata: &Metadata) -> Result<Arc<KeySet>, SignInFault> {
        let mut keys = self.keys.lock().await;
        if let Some(known) = keys.known() {
            return known;
        }
        let fetched = self.fetch_keys(metadata).await;
        keys.take(fetched)
    }

    /// The keys once more, because a token names one that is not among them; refused when that was done a moment ago.
    async fn fresh_keys(&self, metadata: &Metadata) -> Result<Arc<KeySet>, SignInFault> {
        let mut keys = self.keys.lock().await;
        let lately = keys
            .forced
            .is_some_and(|at| at.elapsed() < PROVIDER_UNKNOWN_KEY_PAUSE);
        if lately {
            return Err(SignInFault::KeyUnknown);
        }
        keys.forced = Some(Instant::now());
        let fetched = self.fetch_keys(metadata).await;
        keys.take(fetched)
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<KeySet, SignInFault> {
        KeySet::read(&self.fetch.read(metadata.keys.as_str()).await?)
    }
}
