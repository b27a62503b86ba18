//! The crypto provider with one DTLS configuration for all peers. str0m's own builds one for every peer, self-test
//! included, which is four fifths of what a join costs. It also leaves the sealer of what a peer is sent to whoever makes
//! the peer, since str0m shows no keys. Never another cipher than str0m's provider has.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use str0m::config::{CryptoProvider, DtlsCert, DtlsVersion};
use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{
    DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, ProtocolVersion, SrtpProfile,
};

use crate::lane::SealerPlace;
use crate::limits::DTLS_MTU;
use crate::seal::{Sealer, Side};

thread_local! {
    /// For the peer that this thread is making: str0m asks for its DTLS before it has made it, and hands nothing through.
    static EXPECTED: RefCell<Option<SealerPlace>> = const { RefCell::new(None) };
}

/// Makes one peer, whose sealer will be in the place that is given back once DTLS is up.
pub(crate) fn with_sealer<T>(make: impl FnOnce() -> T) -> (T, SealerPlace) {
    let place = SealerPlace::default();
    EXPECTED.with_borrow_mut(|expected| *expected = Some(Arc::clone(&place)));
    let made = make();
    EXPECTED.with_borrow_mut(|expected| *expected = None);
    (made, place)
}

static SHARED: LazyLock<SharedConfig> = LazyLock::new(|| SharedConfig {
    // ICE has verified the way back before DTLS begins, so a cookie would prove nothing new.
    config: dimpl::Config::builder()
        .use_server_cookie(false)
        .mtu(DTLS_MTU)
        .build()
        .map(Arc::new)
        .map_err(|error| error.to_string()),
});

/// str0m's AWS-LC provider, with the shared configuration.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    let stock = str0m_aws_lc_rs::default_provider();
    Arc::new(CryptoProvider {
        dtls_provider: &*SHARED,
        ..stock
    })
}

/// The first keys are the only ones: what comes later (there is no renegotiation here) changes nothing.
fn leave_sealer(place: &SealerPlace, material: &[u8], profile: SrtpProfile, side: Side) {
    let srtp = str0m_aws_lc_rs::default_provider().srtp_provider;
    if let Some(sealer) = Sealer::new(material, profile, side, srtp) {
        let _ = place.set(sealer);
    }
}

#[derive(Debug)]
struct SharedConfig {
    config: Result<Arc<dimpl::Config>, String>,
}

impl DtlsProvider for SharedConfig {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        str0m_aws_lc_rs::default_provider()
            .dtls_provider
            .generate_certificate()
    }

    /// DTLS 1.2 whatever is asked: there the server picks the SRTP profile, and it picks AES-256-GCM.
    fn new_dtls(
        &self,
        certificate: &DtlsCert,
        now: Instant,
        _version: DtlsVersion,
        _mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let config = self.config.clone().map_err(CryptoError::Other)?;
        let dtls = dimpl::Dtls::new_12(config, certificate.clone(), now);
        let sealer = EXPECTED.with_borrow_mut(Option::take);
        Ok(Box::new(Instance { dtls, sealer }))
    }
}

struct Instance {
    dtls: dimpl::Dtls,
    sealer: Option<SealerPlace>,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dtls(…)")
    }
}

impl DtlsInstance for Instance {
    fn set_active(&mut self, active: bool) {
        self.dtls.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.dtls.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        let output = self.dtls.poll_output(buffer);
        if let (DtlsOutput::KeyingMaterial(material, profile), Some(place)) =
            (&output, &self.sealer)
        {
            let side = if self.dtls.is_active() {
                Side::Client
            } else {
                Side::Server
            };
            leave_sealer(place, material, *profile, side);
        }
        output
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.dtls.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.dtls.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.dtls.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.dtls.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.dtls.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.dtls.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.dtls.close()
    }
}
