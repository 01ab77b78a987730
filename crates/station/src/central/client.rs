//! Requests to central records, each signed by the workstation's key, over TLS to the one
//! certificate that was kept at enrolment. Blocking; for a thread of its own.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::SecondsFormat;
use counterfoil_domain::entry::hex;
use counterfoil_domain::sync::{StationName, request_text};
use counterfoil_formats::wire::{
    CONTACT_HEADER, Contact, Contacted, DIGEST_HEADER, Enrol, Enrolled, Parts, Passwords, Pushed, Refused,
    SIGNATURE_HEADER, SILENCE_SECONDS, STATION_HEADER, TIME_HEADER, read_parts,
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, TcpConnector};

use crate::central::error::CentralError;
use crate::central::pinned::PinnedTls;
use crate::clock::Clock;
use crate::secrets::Secrets;

/// How long a connection may take to come about.
pub const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// How long the line may be silent while an answer is waited for.
const SILENCE: Duration = Duration::from_secs(SILENCE_SECONDS);
/// The largest answer that is read.
const ANSWER_BYTES: u64 = 256 * 1024 * 1024;

/// One central, reached by one workstation.
pub struct Client {
    agent: Agent,
    url: String,
    name: StationName,
    secrets: Arc<RwLock<Secrets>>,
    clock: Clock,
}

/// The address of central, read: `https://host[:port]`, nothing behind it.
///
/// # Errors
/// [`CentralError::UrlMalformed`].
pub fn address(url: &str) -> Result<Uri, CentralError> {
    let wrong = || CentralError::UrlMalformed { url: url.to_owned() };
    let uri: Uri = url.trim().trim_end_matches('/').parse().map_err(|_| wrong())?;
    let right = uri.scheme_str() == Some("https")
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.path_and_query().is_none_or(|path| path.as_str() == "/");
    right.then_some(uri).ok_or_else(wrong)
}

/// A connection to whoever holds this certificate (DER); where `whole` is given, a request takes no longer.
fn agent(certificate: &[u8], whole: Option<Duration>) -> Result<Agent, CentralError> {
    let tls = PinnedTls::to(certificate).map_err(|problem| CentralError::Answer { problem })?;
    let config = Agent::config_builder()
        // What the environment says of proxies is for browsers.
        .proxy(None)
        .https_only(true)
        .http_status_as_error(false)
        .max_redirects(0)
        .no_delay(true)
        .user_agent(concat!("counterfoil/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(CONNECT_PATIENCE))
        .timeout_per_read(Some(SILENCE))
        .timeout_per_write(Some(SILENCE))
        .timeout_global(whole)
        .max_idle_age(Duration::from_secs(20))
        .build();
    let connector = ().chain(TcpConnector::default()).chain(tls);
    Ok(Agent::with_parts(config, connector, DefaultResolver::default()))
}

/// Makes a key known by a one-time code.
///
/// # Errors
/// [`CentralError`].
pub fn enrol(url: &str, certificate: &[u8], request: &Enrol) -> Result<Enrolled, CentralError> {
    let url = url.trim_end_matches('/');
    let body = serde_json::to_vec(request).unwrap_or_default();
    let answer = agent(certificate, None)?
        .post(format!("{url}/v1/enrol"))
        .content_type("application/json")
        .send(&body[..]);
    json(&taken(url, answer)?)
}

impl Client {
    /// For a workstation that is enrolled.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn new(
        url: &str,
        certificate: &[u8],
        name: StationName,
        secrets: Arc<RwLock<Secrets>>,
        clock: Clock,
    ) -> Result<Client, CentralError> {
        Ok(Client {
            agent: agent(certificate, None)?,
            url: url.trim_end_matches('/').to_owned(),
            name,
            secrets,
            clock,
        })
    }

    /// Whom this speaks for.
    #[must_use]
    pub fn name(&self) -> &StationName {
        &self.name
    }

    /// What breaks off a request that is on its way, from another thread; nothing is asked by it
    /// any more.
    pub fn breaking_off(&self) -> impl FnOnce() + Send + use<> {
        let agent = self.agent.clone();
        move || agent.shutdown()
    }

    /// The same once more, for a last word that must not take long.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn brief(&self, certificate: &[u8]) -> Result<Client, CentralError> {
        Ok(Client {
            agent: agent(certificate, Some(Duration::from_secs(2)))?,
            url: self.url.clone(),
            name: self.name.clone(),
            secrets: self.secrets.clone(),
            clock: self.clock.clone(),
        })
    }

    /// `POST /v1/contact`.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn contact(&self, contact: &Contact) -> Result<Contacted, CentralError> {
        let body = serde_json::to_vec(contact).unwrap_or_default();
        json(&self.post("/v1/contact", "application/json", None, &body)?)
    }

    /// `POST /v1/push`: a bundle, under a contact.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn push(&self, contact: u64, bundle: &[u8]) -> Result<Pushed, CentralError> {
        json(&self.post("/v1/push", "application/octet-stream", Some(contact), bundle)?)
    }

    /// A pull: `path` with its query, such as `/v1/entries?after=7`. `take` gets the first line and each bundle.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn pull(&self, path: &str) -> Result<(Parts, Vec<Vec<u8>>), CentralError> {
        let bytes = self.get(path)?;
        let (first, bundles) = read_parts(&bytes).map_err(|problem| CentralError::Answer { problem })?;
        Ok((first, bundles.into_iter().map(<[u8]>::to_vec).collect()))
    }

    /// `GET /v1/passwords`.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn passwords(&self) -> Result<Passwords, CentralError> {
        self.get_json("/v1/passwords")
    }

    /// Any `GET` whose answer is JSON; `path` with its query.
    ///
    /// # Errors
    /// [`CentralError`].
    pub fn get_json<T: DeserializeOwned>(&self, path: &str) -> Result<T, CentralError> {
        json(&self.get(path)?)
    }

    fn get(&self, path: &str) -> Result<Vec<u8>, CentralError> {
        let [station, time, digest, signature] = self.signed("GET", path, b"");
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header(STATION_HEADER, station)
            .header(TIME_HEADER, time)
            .header(DIGEST_HEADER, digest)
            .header(SIGNATURE_HEADER, signature);
        taken(&self.url, request.call())
    }

    fn post(&self, path: &str, content: &str, contact: Option<u64>, body: &[u8]) -> Result<Vec<u8>, CentralError> {
        let [station, time, digest, signature] = self.signed("POST", path, body);
        let mut request = self
            .agent
            .post(format!("{}{path}", self.url))
            .content_type(content)
            .header(STATION_HEADER, station)
            .header(TIME_HEADER, time)
            .header(DIGEST_HEADER, digest)
            .header(SIGNATURE_HEADER, signature);
        if let Some(contact) = contact {
            request = request.header(CONTACT_HEADER, contact.to_string());
        }
        taken(&self.url, request.send(body))
    }

    /// Name, instant, digest and signature of a request, for its headers.
    fn signed(&self, method: &str, path: &str, body: &[u8]) -> [String; 4] {
        let now = self.clock.now();
        let digest = hex(&Sha256::digest(body));
        let text = request_text(&self.name, method, path, &digest, now);
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        let time = now.to_rfc3339_opts(SecondsFormat::Millis, true);
        let signature = secrets.sign_text(&text);
        [self.name.to_string(), time, digest, signature]
    }
}

/// The body of an answer, or what stands in the way.
fn taken(url: &str, answer: Result<Response<ureq::Body>, ureq::Error>) -> Result<Vec<u8>, CentralError> {
    let away = |cause: ureq::Error| match cause {
        ureq::Error::Io(cause) if is_other_certificate(&cause) => {
            CentralError::OtherCertificate { url: url.to_owned() }
        }
        ureq::Error::Timeout(_) => CentralError::Away {
            url: url.to_owned(),
            cause: "it does not answer".to_owned(),
        },
        cause => CentralError::Away {
            url: url.to_owned(),
            cause: cause.to_string(),
        },
    };
    let mut answer = answer.map_err(away)?;
    let status = answer.status();
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
    let body = body.map_err(away)?;
    if status.is_success() {
        return Ok(body);
    }
    match serde_json::from_slice::<Refused>(&body) {
        Ok(refused) => Err(CentralError::Refused(refused)),
        Err(_) if status.as_u16() == 404 => Err(CentralError::Unknown),
        Err(_) if status.is_server_error() => Err(CentralError::Away {
            url: url.to_owned(),
            cause: format!("it answers {status}"),
        }),
        Err(_) => Err(CentralError::Answer {
            problem: format!("status {status}"),
        }),
    }
}

/// Whether the handshake broke off because another certificate than the pinned one was presented.
fn is_other_certificate(cause: &std::io::Error) -> bool {
    let inner = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CentralError> {
    serde_json::from_slice(bytes).map_err(|cause| CentralError::Answer {
        problem: cause.to_string(),
    })
}
