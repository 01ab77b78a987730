//! Whether the line to PostgreSQL is encrypted, and whom it is then encrypted to.
//!
//! `sslmode` says it in PostgreSQL's own words. No certificate is believed that the settings do not
//! vouch for: the system's authorities are not asked.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::config::Config;
use crate::fault::Fault;

/// How the line is encrypted; none where it is not.
///
/// # Errors
/// [`Fault::ConfigInvalid`] where encryption is asked for and no certificate is named, or the file
/// holds none that can be used.
pub(super) fn of(postgres: &mut tokio_postgres::Config, config: &Config) -> Result<Option<MakeRustlsConnect>, Fault> {
    // A socket of this machine is not encrypted, whatever is asked: PostgreSQL has no TLS there.
    let network = postgres.get_hosts().iter().any(|host| matches!(host, Host::Tcp(_)));
    if !network && postgres.get_hostaddrs().is_empty() {
        postgres.ssl_mode(SslMode::Disable);
    }
    match (postgres.get_ssl_mode(), &config.database_certificate) {
        (SslMode::Disable, _) | (SslMode::Prefer, None) => Ok(None),
        (_, Some(path)) => to(path).map(Some),
        (_, None) => Err(Fault::ConfigInvalid {
            problem: "database asks for sslmode=require and no certificate is named; set database_certificate \
                      to a PEM file with PostgreSQL's certificate, or with that of the authority that signed it"
                .to_owned(),
        }),
    }
}

/// TLS to a server that a certificate in the file vouches for.
fn to(path: &Path) -> Result<MakeRustlsConnect, Fault> {
    let unsuited = |problem: String| Fault::ConfigInvalid {
        problem: format!("database_certificate: {} cannot be used: {problem}", path.display()),
    };
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unsuited(error.to_string()))?;
    let mut authorities = RootCertStore::empty();
    for certificate in &certificates {
        authorities
            .add(certificate.clone())
            .map_err(|error| unsuited(error.to_string()))?;
    }
    let provider = Arc::new(ring::default_provider());
    let authority = WebPkiServerVerifier::builder_with_provider(Arc::new(authorities), provider.clone())
        .build()
        .map_err(|error| unsuited(error.to_string()))?;
    let vouched = Vouched {
        certificates,
        authority,
    };
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unsuited(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(vouched))
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(tls))
}

/// Believes a certificate that is in the file itself, whatever names it bears and whether or not it
/// may sign others: such are those that PostgreSQL's handbook has made. Any other one must be signed by one that is,
/// be for the host's name, and in force.
#[derive(Debug)]
struct Vouched {
    certificates: Vec<CertificateDer<'static>>,
    authority: Arc<WebPkiServerVerifier>,
}

impl ServerCertVerifier for Vouched {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.certificates.contains(end_entity) {
            // That its holder is the one who answers is in the signature of the handshake.
            return Ok(ServerCertVerified::assertion());
        }
        self.authority
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authority.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authority.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authority.supported_verify_schemes()
    }
}
