//! Every way in which a sign-in at a provider, or a logout that it announces, is refused. Each has a name of its own for the
//! audit; what the person sees is one of a few kinds. Never holds what a stranger sent.

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = ($text:literal, $kind:ident);)*) => {
        /// Why somebody is not signed in, or a logout is not believed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum SignInFault { $($(#[$doc])* $name,)* }

        impl SignInFault {
            /// Its name in the audit.
            pub(crate) const fn reason(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What the person sees of it.
            pub(crate) const fn seen_as(self) -> SeenAs {
                match self { $(Self::$name => SeenAs::$kind,)* }
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

/// What the person sees of a failure: what they can do about it, and nothing of what was wrong inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SeenAs {
    /// They, or the provider for them, said no.
    Cancelled,
    /// It took too long or was begun elsewhere: begin again.
    Again,
    /// The provider does not answer as it should: try later.
    Unavailable,
    /// The provider's answer cannot be trusted: tell the administrator.
    Untrusted,
    /// They may not sign in here: ask the administrator.
    NotAllowed,
    /// Too many begin from their network: wait.
    Busy,
}

impl SeenAs {
    /// Its name in the page's address.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Again => "again",
            Self::Unavailable => "unavailable",
            Self::Untrusted => "untrusted",
            Self::NotAllowed => "not-allowed",
            Self::Busy => "busy",
        }
    }
}

faults! {
    /// Too many sign-ins began from this address.
    TooMany = ("too_many_sign_ins", Busy);
    /// The answer names no state.
    StateMissing = ("state_missing", Again);
    /// Nobody asked with this state, or it was answered before.
    StateUnknown = ("state_unknown", Again);
    /// Another browser asked with this state.
    StateForeign = ("state_foreign_browser", Again);
    /// The question is too old.
    StateExpired = ("state_expired", Again);
    /// Another provider was asked.
    MixedUp = ("provider_mixed_up", Untrusted);
    /// The answer is of another issuer (RFC 9207).
    IssParameterWrong = ("iss_parameter_wrong", Untrusted);
    /// The provider always names itself, and here it does not (RFC 9207).
    IssParameterMissing = ("iss_parameter_missing", Untrusted);
    /// A parameter is there twice.
    ParameterTwice = ("parameter_twice", Untrusted);
    /// Neither a code nor an error.
    CodeMissing = ("code_missing", Untrusted);
    /// The person or the provider's rules said no.
    Denied = ("provider_denied", Cancelled);
    /// The provider says that something is wrong.
    ProviderError = ("provider_error", Unavailable);
    /// The authentication context that was asked for cannot be had.
    UnmetStrength = ("strength_not_met", NotAllowed);

    /// The provider cannot be reached.
    Unreachable = ("provider_unreachable", Unavailable);
    /// The provider takes too long.
    Slow = ("provider_slow", Unavailable);
    /// The provider sends us elsewhere.
    Redirects = ("provider_redirects", Untrusted);
    /// The provider's answer is too large.
    AnswerTooLarge = ("answer_too_large", Untrusted);
    /// The provider answers with an error.
    AnswerStatus = ("answer_status", Unavailable);
    /// The provider was asked in vain a moment ago.
    AskedInVain = ("provider_asked_in_vain", Unavailable);

    /// The discovery document cannot be read.
    DiscoveryMalformed = ("discovery_malformed", Untrusted);
    /// The discovery document is of another issuer.
    DiscoveryIssuer = ("discovery_issuer_wrong", Untrusted);
    /// The discovery document lacks an address.
    DiscoveryIncomplete = ("discovery_incomplete", Untrusted);
    /// The discovery document names an address without TLS.
    EndpointUnsafe = ("endpoint_not_safe", Untrusted);
    /// The provider does not do the code flow.
    NoCodeFlow = ("discovery_no_code_flow", Untrusted);
    /// The provider does not do PKCE with S256.
    NoPkce = ("discovery_no_pkce", Untrusted);

    /// The key set cannot be read.
    KeysMalformed = ("keys_malformed", Untrusted);
    /// The key set holds more keys than anybody has.
    KeysTooMany = ("keys_too_many", Untrusted);
    /// No key has this name.
    KeyUnknown = ("key_unknown", Untrusted);
    /// Two keys have this name.
    KeyTwice = ("key_twice", Untrusted);
    /// The token names no key, and there are several.
    KeyNotNamed = ("key_not_named", Untrusted);
    /// The key is not for signatures.
    KeyUse = ("key_not_for_signatures", Untrusted);
    /// The key is for another algorithm.
    KeyAlgorithm = ("key_algorithm_wrong", Untrusted);
    /// The key is too short.
    KeyWeak = ("key_too_short", Untrusted);
    /// The key is of another issuer.
    KeyIssuer = ("key_issuer_wrong", Untrusted);

    /// The code or our proof is refused.
    CodeRefused = ("code_refused", Again);
    /// The token endpoint's answer cannot be read.
    TokenAnswerMalformed = ("token_answer_malformed", Untrusted);
    /// The access token is of a kind that was not asked for.
    TokenTypeWrong = ("token_type_wrong", Untrusted);
    /// There is no access token.
    AccessTokenMissing = ("access_token_missing", Untrusted);
    /// There is no ID token.
    IdTokenMissing = ("id_token_missing", Untrusted);
    /// We cannot prove to the provider who we are.
    ProofUnusable = ("client_key_unusable", Unavailable);

    /// The token is too large.
    TokenTooLarge = ("token_too_large", Untrusted);
    /// The token is no signed token.
    TokenMalformed = ("token_malformed", Untrusted);
    /// The token's header names extensions that must be understood.
    TokenCritical = ("token_critical_header", Untrusted);
    /// The token is of another kind.
    TokenKind = ("token_kind_wrong", Untrusted);
    /// The token is not signed.
    NotSigned = ("algorithm_none", Untrusted);
    /// The token is signed with a shared secret, perhaps the public key.
    Symmetric = ("algorithm_symmetric", Untrusted);
    /// The token is signed by an algorithm that we do not take.
    AlgorithmUnknown = ("algorithm_unknown", Untrusted);
    /// The token is signed by an algorithm that the provider does not announce.
    AlgorithmNotAnnounced = ("algorithm_not_announced", Untrusted);
    /// The signature does not fit.
    SignatureWrong = ("signature_wrong", Untrusted);
    /// The token's claims cannot be read.
    ClaimsMalformed = ("claims_malformed", Untrusted);
    /// The token is of another issuer.
    IssuerWrong = ("issuer_wrong", Untrusted);
    /// The token names no tenant.
    TenantMissing = ("tenant_missing", Untrusted);
    /// The token is of a tenant that is not ours.
    TenantWrong = ("tenant_not_allowed", NotAllowed);
    /// The token is not for us.
    AudienceWrong = ("audience_wrong", Untrusted);
    /// The token is for others too.
    AudienceForeign = ("audience_foreign", Untrusted);
    /// The token was given to another party.
    PartyWrong = ("authorized_party_wrong", Untrusted);
    /// The token names nobody.
    SubjectMissing = ("subject_missing", Untrusted);
    /// The token names somebody at excessive length.
    SubjectTooLong = ("subject_too_long", Untrusted);
    /// The token names no object of the tenant.
    ObjectMissing = ("object_missing", Untrusted);
    /// The token never ends.
    ExpiryMissing = ("expiry_missing", Untrusted);
    /// The token's time is over.
    Expired = ("expired", Untrusted);
    /// The token does not say when it was made.
    IssuedMissing = ("issued_at_missing", Untrusted);
    /// The token is from the future.
    IssuedFuture = ("issued_in_future", Untrusted);
    /// The token is old.
    IssuedLongAgo = ("issued_long_ago", Untrusted);
    /// The token is not valid yet.
    NotYet = ("not_yet_valid", Untrusted);
    /// The token does not repeat our nonce.
    NonceMissing = ("nonce_missing", Untrusted);
    /// The token repeats another nonce.
    NonceWrong = ("nonce_wrong", Untrusted);
    /// The token belongs to another access token.
    AccessHashWrong = ("at_hash_wrong", Untrusted);
    /// The token does not say when the person proved themselves.
    AuthTimeMissing = ("auth_time_missing", Untrusted);
    /// The person proved themselves too long ago.
    AuthTimeOld = ("auth_time_old", NotAllowed);
    /// The person proved themselves too weakly.
    StrengthWrong = ("strength_wrong", NotAllowed);
    /// What the provider tells of the person is of somebody else.
    UserInfoSubject = ("userinfo_subject_wrong", Untrusted);
    /// The person is disabled here.
    PersonDisabled = ("person_disabled", NotAllowed);
    /// A step-up came back as somebody else.
    OtherPerson = ("step_up_other_person", NotAllowed);

    /// The token is no announcement of a logout.
    EventMissing = ("logout_event_missing", Untrusted);
    /// An announcement of a logout with a nonce is an ID token in disguise.
    NonceForbidden = ("logout_nonce_forbidden", Untrusted);
    /// The announcement has no name, so it could be told again.
    NameMissing = ("logout_jti_missing", Untrusted);
    /// The announcement was told before.
    ToldBefore = ("logout_replayed", Untrusted);
    /// The announcement is of no provider of ours.
    ProviderUnknown = ("provider_unknown", Untrusted);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_refusal_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = SignInFault::ALL
            .iter()
            .map(|fault| fault.reason())
            .collect();

        assert_eq!(names.len(), SignInFault::ALL.len());
    }
}
