//! TLS to one certificate: at enrolment the workstation keeps central's certificate, and
//! from then on speaks to whoever holds its key and to nobody else, whoever signed it.

use std::fmt::{Debug, Formatter};
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use ureq::http::Uri;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

/// Holds a server to one certificate; without one it notes which is presented.
#[derive(Debug)]
struct OneCertificate {
    pinned: Option<Vec<u8>>,
    presented: Mutex<Option<Vec<u8>>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for OneCertificate {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.presented.lock().unwrap_or_else(PoisonError::into_inner) = Some(end_entity.to_vec());
        match &self.pinned {
            Some(pinned) if pinned.as_slice() != end_entity.as_ref() => Err(rustls::Error::InvalidCertificate(
                rustls::CertificateError::ApplicationVerificationFailure,
            )),
            // That its holder is the one who answers is in the signature of the handshake.
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn settings(pinned: Option<Vec<u8>>) -> Result<(Arc<ClientConfig>, Arc<OneCertificate>), rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(OneCertificate {
        pinned,
        presented: Mutex::new(None),
        provider: provider.clone(),
    });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier.clone())
        .with_no_client_auth();
    Ok((Arc::new(config), verifier))
}

/// The certificate (DER) that is presented at an address, by whoever can sign with its key.
///
/// # Errors
/// Those of the network and of TLS.
pub fn presented_at(uri: &Uri, patience: Duration) -> std::io::Result<Vec<u8>> {
    let unfit = |problem: &str| std::io::Error::new(std::io::ErrorKind::InvalidInput, problem.to_owned());
    let (config, verifier) = settings(None).map_err(std::io::Error::other)?;
    let host = uri.host().ok_or_else(|| unfit("no host is named"))?;
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let mut failure = unfit("the host has no address");
    for address in (bare.as_str(), uri.port_u16().unwrap_or(443)).to_socket_addrs()? {
        let mut socket = match TcpStream::connect_timeout(&address, patience) {
            Ok(socket) => socket,
            Err(cause) => {
                failure = cause;
                continue;
            }
        };
        socket.set_read_timeout(Some(patience))?;
        socket.set_write_timeout(Some(patience))?;
        let name = ServerName::try_from(bare.clone()).map_err(|cause| unfit(&cause.to_string()))?;
        let mut connection = ClientConnection::new(config.clone(), name).map_err(std::io::Error::other)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut socket)?;
        }
        let presented = verifier.presented.lock().unwrap_or_else(PoisonError::into_inner);
        return presented.clone().ok_or_else(|| unfit("no certificate is presented"));
    }
    Err(failure)
}

/// Puts TLS to one certificate around a connection.
pub struct PinnedTls(Arc<ClientConfig>);

impl PinnedTls {
    /// To this certificate (DER).
    ///
    /// # Errors
    /// In words, why there is no TLS here.
    pub fn to(certificate: &[u8]) -> Result<PinnedTls, String> {
        let (config, _) = settings(Some(certificate.to_vec())).map_err(|cause| cause.to_string())?;
        Ok(PinnedTls(config))
    }
}

impl Debug for PinnedTls {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinnedTls")
    }
}

impl<In: Transport> Connector<In> for PinnedTls {
    type Out = PinnedStream;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<PinnedStream>, ureq::Error> {
        let Some(transport) = chained else { return Ok(None) };
        let host = details.uri.host().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(|_| ureq::Error::Tls("the host's name is not one"))?;
        let mut connection = ClientConnection::new(self.0.clone(), name).map_err(std::io::Error::other)?;
        let boxed: Box<dyn Transport> = Box::new(transport);
        let mut socket = TransportAdapter::new(boxed, details.current_time.clone());
        socket.set_timeout(details.timeout);
        while connection.is_handshaking() {
            connection.complete_io(&mut socket)?;
        }
        let (input, output) = (details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(PinnedStream {
            buffers: LazyBuffers::new(input, output),
            stream: StreamOwned::new(connection, socket),
        }))
    }
}

/// A connection to the holder of the certificate.
pub struct PinnedStream {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl Debug for PinnedStream {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinnedStream")
    }
}

impl Transport for PinnedStream {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let output = &self.buffers.output()[..amount];
        self.stream.write_all(output)?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let input = self.buffers.input_append_buf();
        let amount = self.stream.read(input)?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
