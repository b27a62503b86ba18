//! The keys in the data folder: made at the first start, readable by their owner alone, never written over. The signing keys'
//! private parts never leave this module.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm,
    OctetKeyPairParameters, OctetKeyPairType, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lotse_domain::code::CodeKey;
use lotse_domain::hash::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::chance::{self, NoChance};

const FOLDER: &str = "keys";
const SIGNING: &str = "signing.pk8";
const SIGNING_NEXT: &str = "signing-next.pk8";
const CODE_HASH: &str = "code-hash.key";
const AUDIT_SEAL: &str = "audit-seal.key";

/// Why the keys are not there.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// A file or folder cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file holds something else than a key.
    #[error("{path}: not a key; put the right file back, or remove it to have a new one made")]
    NotAKey {
        /// Which.
        path: PathBuf,
    },
    /// A key that must be there is not.
    #[error(
        "{path} is missing; put it back from where the data folder was saved, with its owner alone allowed to read it"
    )]
    Missing {
        /// Which.
        path: PathBuf,
    },
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

/// The key that seals how far the audit of this folder goes. Makes none.
pub(crate) fn audit_seal(data_dir: &Path) -> Result<[u8; 32], KeyFault> {
    let path = data_dir.join(FOLDER).join(AUDIT_SEAL);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFault::Missing { path });
        }
        Err(source) => return Err(KeyFault::File { path, source }),
    };
    bytes.try_into().map_err(|_| KeyFault::NotAKey { path })
}

/// A token could not be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct NotSigned;

/// Every key of a control plane.
pub(crate) struct Keys {
    signing: SigningKey,
    next: SigningKey,
    code_hash: [u8; 32],
    audit_seal: [u8; 32],
}

struct SigningKey {
    secret: EncodingKey,
    public: Vec<u8>,
    kid: String,
}

impl Keys {
    /// The keys of this folder; those that are missing are made.
    pub(crate) fn open(data_dir: &Path) -> Result<Self, KeyFault> {
        let folder = data_dir.join(FOLDER);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .map_err(|source| KeyFault::File {
                path: folder.clone(),
                source,
            })?;
        Ok(Self {
            signing: signing_key(&folder.join(SIGNING))?,
            next: signing_key(&folder.join(SIGNING_NEXT))?,
            code_hash: secret(&folder.join(CODE_HASH))?,
            audit_seal: secret(&folder.join(AUDIT_SEAL))?,
        })
    }

    /// The key that codes are hashed with.
    pub(crate) const fn code_hash(&self) -> CodeKey {
        CodeKey::from_bytes(self.code_hash)
    }

    /// The key that seals how far the audit goes.
    pub(crate) const fn audit_seal(&self) -> &[u8; 32] {
        &self.audit_seal
    }

    /// The public halves: the current and the next signing key.
    pub(crate) fn public(&self) -> JwkSet {
        JwkSet {
            keys: vec![self.signing.jwk(), self.next.jwk()],
        }
    }

    /// Signs claims as a JWT with the current key.
    pub(crate) fn sign<C: Serialize>(&self, claims: &C) -> Result<String, NotSigned> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.signing.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.signing.secret).map_err(|_| NotSigned)
    }
}

impl SigningKey {
    fn jwk(&self) -> Jwk {
        // RFC 8037 section 2: an Ed25519 key is of type OKP with its 32 bytes in `x`.
        Jwk {
            common: CommonParameters {
                public_key_use: Some(PublicKeyUse::Signature),
                key_algorithm: Some(KeyAlgorithm::EdDSA),
                key_id: Some(self.kid.clone()),
                ..CommonParameters::default()
            },
            algorithm: AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
                key_type: OctetKeyPairType::OctetKeyPair,
                curve: EllipticCurve::Ed25519,
                x: URL_SAFE_NO_PAD.encode(&self.public),
            }),
        }
    }
}

fn signing_key(path: &Path) -> Result<SigningKey, KeyFault> {
    let not_a_key = || KeyFault::NotAKey {
        path: path.to_owned(),
    };
    let fresh = || {
        let pair = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new());
        pair.map(|document| document.as_ref().to_vec())
            .map_err(|_| NoChance)
    };
    let pkcs8 = read_or_make(path, fresh)?;
    let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| not_a_key())?;
    let public = pair.public_key().as_ref().to_vec();
    let digest = Sha256::digest(&public);
    let kid = URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default());
    Ok(SigningKey {
        secret: EncodingKey::from_ed_der(&pkcs8),
        public,
        kid,
    })
}

fn secret(path: &Path) -> Result<[u8; 32], KeyFault> {
    let bytes = read_or_make(path, || chance::bytes::<32>().map(|bytes| bytes.to_vec()))?;
    bytes.try_into().map_err(|_| KeyFault::NotAKey {
        path: path.to_owned(),
    })
}

/// Reads the file, or makes it whole: two processes that start at once end up with the same key.
fn read_or_make(
    path: &Path,
    fresh: impl FnOnce() -> Result<Vec<u8>, NoChance>,
) -> Result<Vec<u8>, KeyFault> {
    let fault = |source| KeyFault::File {
        path: path.to_owned(),
        source,
    };
    match fs::read(path) {
        Ok(bytes) => return Ok(bytes),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {}
        Err(other) => return Err(fault(other)),
    }
    let bytes = fresh()?;
    let draft = path.with_extension(format!("new-{}", hex(&chance::bytes::<8>()?)));
    write_private(&draft, &bytes).map_err(fault)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(fault)?;
    match linked {
        Ok(()) => Ok(bytes),
        Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => fs::read(path).map_err(fault),
        Err(other) => Err(fault(other)),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_keys_are_the_same_after_a_restart_and_their_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keys::open(folder.path()).unwrap();

        let second = Keys::open(folder.path()).unwrap();

        assert_eq!(first.public(), second.public());
        assert_eq!(first.code_hash, second.code_hash);
        for file in fs::read_dir(folder.path().join("keys")).unwrap() {
            let mode = file.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_named_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys").join(SIGNING);
        fs::create_dir(path.parent().unwrap()).unwrap();
        fs::write(&path, b"rubbish").unwrap();

        let fault = Keys::open(folder.path()).err().unwrap();

        assert!(fault.to_string().contains(SIGNING));
        assert_eq!(fs::read(&path).unwrap(), b"rubbish");
    }

    #[test]
    fn the_public_keys_check_what_the_current_key_signs() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let token = keys.sign(&serde_json::json!({ "a": 1 })).unwrap();
        let set = keys.public();
        let header = jsonwebtoken::decode_header(&token).unwrap();
        let jwk = set.find(header.kid.as_deref().unwrap()).unwrap();
        let key = jsonwebtoken::DecodingKey::from_jwk(jwk).unwrap();
        let mut rules = jsonwebtoken::Validation::new(Algorithm::EdDSA);
        rules.required_spec_claims.clear();

        let read = jsonwebtoken::decode::<serde_json::Value>(&token, &key, &rules).unwrap();

        assert_eq!(read.claims["a"], 1);
        assert_eq!(set.keys.len(), 2);
    }
}
