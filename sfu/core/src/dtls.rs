//! The crypto provider with one DTLS configuration for all peers. str0m's own builds one for every peer, self-test
//! included, which is four fifths of what a join costs. Never another cipher than str0m's provider has.

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use str0m::config::{CryptoProvider, DtlsCert, DtlsVersion};
use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, ProtocolVersion};

use crate::limits::DTLS_MTU;

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
        Ok(Box::new(Instance(dtls)))
    }
}

struct Instance(dimpl::Dtls);

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dtls(…)")
    }
}

impl DtlsInstance for Instance {
    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        self.0.poll_output(buffer)
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.0.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.0.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.0.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.0.close()
    }
}
