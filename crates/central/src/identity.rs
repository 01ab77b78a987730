//! What central records are known by: the signing key, the city's key of check tokens, the
//! certificate. Files in one folder, readable by their owner only.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use counterfoil_domain::entry::hex;
use counterfoil_domain::sync::{Acknowledgement, StationName, StreamHead, acknowledged_text};
use counterfoil_formats::signature;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::config::Config;
use crate::fault::Fault;

/// The Ed25519 signing key, 32 bytes in hex.
const SIGNING_KEY: &str = "signing.key";
/// The key of check tokens, 32 bytes in hex.
const CHECK_KEY: &str = "check.key";
/// A certificate that was made here, and its key.
const CERTIFICATE: &str = "certificate.pem";
const CERTIFICATE_KEY: &str = "certificate.key";

/// Keys and certificate.
pub struct Identity {
    secret: Zeroizing<[u8; 32]>,
    public: String,
    check_key: Zeroizing<String>,
    certificate: Vec<CertificateDer<'static>>,
    certificate_key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Reads all of it.
    ///
    /// # Errors
    /// [`Fault::IdentityUnsuited`], [`Fault::Unreadable`].
    pub fn read(config: &Config) -> Result<Identity, Fault> {
        let secret = read_secret(&config.folder.join(SIGNING_KEY))?;
        let check_key = Zeroizing::new(hex(&*read_secret(&config.folder.join(CHECK_KEY))?));
        let (certificate, key) = certificate_files(config);
        let unsuited = |path: &Path, problem: String| Fault::IdentityUnsuited {
            problem: format!("{} cannot be used: {problem}", path.display()),
        };
        let chain = CertificateDer::pem_file_iter(&certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unsuited(&certificate, error.to_string()))?;
        if chain.is_empty() {
            return Err(unsuited(&certificate, "it holds no certificate".to_owned()));
        }
        let certificate_key = PrivateKeyDer::from_pem_file(&key).map_err(|error| unsuited(&key, error.to_string()))?;
        Ok(Identity {
            public: signature::public_key(&secret),
            secret,
            check_key,
            certificate: chain,
            certificate_key,
        })
    }

    /// Whether the folder holds a signing key.
    #[must_use]
    pub fn exists(config: &Config) -> bool {
        config.folder.join(SIGNING_KEY).exists()
    }

    /// Makes what is not there yet. Gives the files that were made.
    ///
    /// # Errors
    /// [`Fault::Unreadable`], [`Fault::IdentityUnsuited`].
    pub fn make(config: &Config) -> Result<Vec<PathBuf>, Fault> {
        let folder = &config.folder;
        fs::create_dir_all(folder).map_err(Fault::file(folder))?;
        let mut made = Vec::new();
        for name in [SIGNING_KEY, CHECK_KEY] {
            let path = folder.join(name);
            if !path.exists() {
                let mut secret = Zeroizing::new([0u8; 32]);
                fill(&mut *secret)?;
                write_new(&path, format!("{}\n", hex(&*secret)).as_bytes(), true)?;
                made.push(path);
            }
        }
        if config.tls.certificate.is_none() && !folder.join(CERTIFICATE).exists() {
            let (certificate, key) = self_signed(&names(config))?;
            write_new(&folder.join(CERTIFICATE_KEY), key.as_bytes(), true)?;
            write_new(&folder.join(CERTIFICATE), certificate.as_bytes(), false)?;
            made.push(folder.join(CERTIFICATE));
        }
        Ok(made)
    }

    /// The public key, in hex.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The city's key of check tokens, in hex.
    #[must_use]
    pub fn check_key(&self) -> &str {
        &self.check_key
    }

    /// The certificate itself, DER: what workstations pin.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.certificate.first().map_or(&[], |leaf| leaf.as_ref())
    }

    /// Signs a text. The signature in hex.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> String {
        signature::sign(&self.secret, text)
    }

    /// Central's word that it has a stream up to here; none before its first entry.
    #[must_use]
    pub fn acknowledge(&self, name: &StationName, head: &StreamHead) -> Option<Acknowledgement> {
        let hash = hex(&head.hash);
        (head.seq > 0).then(|| Acknowledgement {
            name: name.clone(),
            epoch: head.epoch,
            seq: head.seq,
            key: self.public.clone(),
            signature: self.sign(&acknowledged_text(name, head.epoch, head.seq, &hash)),
            hash,
        })
    }

    /// How the program speaks TLS.
    ///
    /// # Errors
    /// [`Fault::IdentityUnsuited`] where certificate and key do not belong together.
    pub fn tls(&self) -> Result<rustls::ServerConfig, Fault> {
        let unsuited = |error: rustls::Error| Fault::IdentityUnsuited {
            problem: format!("certificate and key cannot be used together: {error}"),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unsuited)?
            .with_no_client_auth()
            .with_single_cert(self.certificate.clone(), self.certificate_key.clone_key())
            .map_err(unsuited)?;
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(tls)
    }
}

/// Fills bytes from the system's randomness.
///
/// # Errors
/// [`Fault::System`] where the system has none.
pub fn fill(bytes: &mut [u8]) -> Result<(), Fault> {
    getrandom::fill(bytes).map_err(|error| Fault::System {
        what: "the system gives no randomness".to_owned(),
        source: io::Error::other(error.to_string()),
    })
}

fn certificate_files(config: &Config) -> (PathBuf, PathBuf) {
    match (&config.tls.certificate, &config.tls.key) {
        (Some(certificate), Some(key)) => (certificate.clone(), key.clone()),
        _ => (config.folder.join(CERTIFICATE), config.folder.join(CERTIFICATE_KEY)),
    }
}

fn read_secret(path: &Path) -> Result<Zeroizing<[u8; 32]>, Fault> {
    if !path.exists() {
        return Err(Fault::IdentityUnsuited {
            problem: format!(
                "{} is not there; run `counterfoil-central migrate` to begin, or restore the folder",
                path.display()
            ),
        });
    }
    owner_only(path)?;
    let text = Zeroizing::new(fs::read_to_string(path).map_err(Fault::file(path))?);
    match signature::unhex::<32>(text.trim()) {
        Some(bytes) => Ok(Zeroizing::new(bytes)),
        None => Err(Fault::IdentityUnsuited {
            problem: format!("{} is not a key of 32 bytes in hex; restore it", path.display()),
        }),
    }
}

#[cfg(unix)]
fn owner_only(path: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(Fault::file(path))?.permissions().mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(Fault::IdentityUnsuited {
            problem: format!("{} can be read by others; set its mode to 0600", path.display()),
        }),
    }
}

#[cfg(not(unix))]
fn owner_only(_: &Path) -> Result<(), Fault> {
    Ok(())
}

/// Writes a file that is not there yet, down to the disk.
fn write_new(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Fault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = secret;
    let mut file = options.open(path).map_err(Fault::file(path))?;
    file.write_all(bytes).map_err(Fault::file(path))?;
    file.sync_all().map_err(Fault::file(path))
}

fn names(config: &Config) -> Vec<String> {
    if !config.tls.names.is_empty() {
        return config.tls.names.clone();
    }
    let mut names = vec!["localhost".to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST).to_string()];
    let host = fs::read_to_string("/etc/hostname").ok();
    let host = host.or_else(|| std::env::var("COMPUTERNAME").ok());
    names.extend(host.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    names
}

/// A certificate that signs itself, and its key, both PEM.
fn self_signed(names: &[String]) -> Result<(String, Zeroizing<String>), Fault> {
    let unsuited = |error: rcgen::Error| Fault::IdentityUnsuited {
        problem: format!("no certificate can be made for {}: {error}", names.join(", ")),
    };
    let key = rcgen::KeyPair::generate().map_err(unsuited)?;
    let mut parameters = rcgen::CertificateParams::new(names.to_vec()).map_err(unsuited)?;
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Counterfoil central records");
    let certificate = parameters.self_signed(&key).map_err(unsuited)?;
    Ok((certificate.pem(), Zeroizing::new(key.serialize_pem())))
}
