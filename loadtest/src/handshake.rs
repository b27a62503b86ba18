//! The crypto provider of every leg: one DTLS configuration for all (str0m's own builds and self-tests one for each, most
//! of what a join costs the client), and a look at the keys that DTLS agrees on. Never keeps a key for anybody else.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use str0m::config::{CryptoProvider, DtlsCert, DtlsVersion};
use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{
    DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, ProtocolVersion, SrtpProfile,
};

use crate::limits::DTLS_MTU;

/// What DTLS agreed on (RFC 5764 section 4.2).
pub(crate) struct Agreed {
    pub(crate) profile: SrtpProfile,
    pub(crate) material: Vec<u8>,
    /// Whether we were the DTLS client, whose half of the material seals what we send.
    pub(crate) client: bool,
}

thread_local! {
    // An engine is driven by one thread at a time, so what was agreed during a drive belongs to the engine just driven.
    static AGREED: RefCell<Option<Agreed>> = const { RefCell::new(None) };
}

/// What the engine that this thread has just driven agreed on, once.
pub(crate) fn take_agreed() -> Option<Agreed> {
    AGREED.take()
}

/// str0m's AWS-LC provider with the shared configuration.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
        Arc::new(CryptoProvider {
            dtls_provider: &*SHARED,
            ..str0m_aws_lc_rs::default_provider()
        })
    });
    Arc::clone(&PROVIDER)
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| Shared {
    config: dimpl::Config::builder()
        .use_server_cookie(false)
        .mtu(DTLS_MTU)
        .build()
        .map(Arc::new)
        .map_err(|error| error.to_string()),
});

#[derive(Debug)]
struct Shared {
    config: Result<Arc<dimpl::Config>, String>,
}

impl DtlsProvider for Shared {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        str0m_aws_lc_rs::default_provider()
            .dtls_provider
            .generate_certificate()
    }

    fn new_dtls(
        &self,
        certificate: &DtlsCert,
        now: Instant,
        _version: DtlsVersion,
        _mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let config = self.config.clone().map_err(CryptoError::Other)?;
        let dtls = dimpl::Dtls::new_12(config, certificate.clone(), now);
        Ok(Box::new(Watched(dtls)))
    }
}

struct Watched(dimpl::Dtls);

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dtls(…)")
    }
}

impl DtlsInstance for Watched {
    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        let client = self.0.is_active();
        let output = self.0.poll_output(buffer);
        if let DtlsOutput::KeyingMaterial(material, profile) = &output {
            AGREED.set(Some(Agreed {
                profile: *profile,
                material: material.to_vec(),
                client,
            }));
        }
        output
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
