//! A workstation: a journal by the domain's own rules, and signed requests to central.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{
    Body, ConfigurationAdopted, Entry, Hash, SignedHead, SignedIn, chain, handed_text, hex, signed_text,
};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::sync::{StationName, enrolment_text, request_text};
use counterfoil_formats::bundle::{self, BundleHeader};
use counterfoil_formats::signature;
use counterfoil_formats::wire::{
    CONTACT_HEADER, Contact, DIGEST_HEADER, Enrol, Parts, SIGNATURE_HEADER, STATION_HEADER, TIME_HEADER, read_parts,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::http::Request;
use ureq::tls::TlsConfig;
use ureq::typestate::AgentScope;
use uuid::Uuid;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Asserts a refusal; its message and what it names.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let value = self.json(status);
        assert_eq!(value["code"], code, "{value}");
        value
    }

    #[track_caller]
    pub(crate) fn parts(&self) -> (Parts, Vec<bundle::Bundle>) {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        let (parts, bundles) = read_parts(&self.body).unwrap();
        (
            parts,
            bundles.iter().map(|one| bundle::read_raw(one).unwrap()).collect(),
        )
    }
}

/// A workstation. A clone of it is what a copied disk is.
#[derive(Clone)]
pub(crate) struct Workstation {
    pub(crate) address: SocketAddr,
    pub(crate) name: StationName,
    pub(crate) secret: [u8; 32],
    pub(crate) run: Uuid,
    pub(crate) contact: u64,
    pub(crate) now: DateTime<Utc>,
    pub(crate) head: Head,
    /// The bytes of its entries, and the hash of each.
    pub(crate) journal: Vec<(Vec<u8>, Hash)>,
    pub(crate) agent: Agent,
}

pub(crate) fn agent() -> Agent {
    agent_with(Agent::config_builder())
}

pub(crate) fn agent_with(config: ConfigBuilder<AgentScope>) -> Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider)
        .disable_verification(true)
        .build();
    config.tls_config(tls).http_status_as_error(false).build().into()
}

impl Workstation {
    pub(crate) fn new(address: SocketAddr, name: StationName, now: DateTime<Utc>) -> Workstation {
        Workstation {
            head: Head::empty(&name.station),
            address,
            name,
            secret: *Uuid::new_v4().as_bytes().repeat(2).first_chunk().unwrap(),
            run: Uuid::new_v4(),
            contact: 0,
            now,
            journal: Vec::new(),
            agent: agent(),
        }
    }

    pub(crate) fn key(&self) -> String {
        signature::public_key(&self.secret)
    }

    // ---- the journal -------------------------------------------------------

    pub(crate) fn write(&mut self, body: Body) -> Entry {
        let stamp = Stamp {
            id: Uuid::new_v4(),
            request: None,
            now: self.now,
            business_date: "2026-11-21".parse().unwrap(),
            actor: "alvarez".into(),
            config: "0".repeat(16),
        };
        let entry = self.head.entry(Decision::plain(body), stamp).unwrap();
        let bytes = entry.encode().unwrap();
        let hash = chain(&self.head.hash, &bytes);
        self.head.advance(&entry, hash);
        self.journal.push((bytes, hash));
        entry
    }

    pub(crate) fn adopt(&mut self, configuration: &Configuration) {
        self.write(Body::ConfigurationAdopted(Box::new(ConfigurationAdopted {
            configuration: configuration.clone(),
        })));
    }

    /// So many entries.
    pub(crate) fn work(&mut self, entries: usize) {
        for _ in 0..entries {
            self.now += TimeDelta::try_milliseconds(10).unwrap();
            self.write(Body::SignedIn(SignedIn { user: "alvarez".into() }));
        }
    }

    /// Bytes in the place of the next entry, whatever they are.
    pub(crate) fn write_raw(&mut self, bytes: &[u8]) {
        let hash = chain(&self.head.hash, bytes);
        (self.head.seq, self.head.hash) = (self.head.seq + 1, hash);
        self.journal.push((bytes.to_vec(), hash));
    }

    /// An entry as it is stored, with one passage replaced.
    pub(crate) fn write_as(&mut self, passage: &str, instead: &str) {
        let mut aside = self.clone();
        aside.work(1);
        let text = String::from_utf8(aside.journal.last().unwrap().0.clone()).unwrap();
        assert!(text.contains(passage), "{text}");
        self.write_raw(text.replacen(passage, instead, 1).as_bytes());
    }

    /// The bundle of its entries after one, up to another.
    pub(crate) fn bundle(&self, after: u64, upto: u64) -> Vec<u8> {
        self.bundle_as(after, upto, self.head.epoch)
    }

    pub(crate) fn bundle_as(&self, after: u64, upto: u64, epoch: u32) -> Vec<u8> {
        let hash_of = |seq: u64| match seq {
            0 => [0; 32],
            seq => self.journal[usize::try_from(seq).unwrap() - 1].1,
        };
        let (station, hash) = (&self.name.station, hex(&hash_of(upto)));
        let head = SignedHead {
            seq: upto,
            key: self.key(),
            signature: signature::sign(&self.secret, &signed_text(station, epoch, upto, &hash)),
            hash,
        };
        let header = BundleHeader {
            station: station.clone(),
            epoch,
            after,
            previous: hash_of(after),
            made_at: self.now,
            stopping: false,
        };
        let handed = signature::sign(&self.secret, &handed_text(station, epoch, &head, self.now, false));
        let (from, to) = (usize::try_from(after).unwrap(), usize::try_from(upto).unwrap());
        let entries = self.journal[from..to].iter().map(|one| one.0.as_slice());
        bundle::write(&header, entries, &head, &handed)
    }

    // ---- the line ----------------------------------------------------------

    pub(crate) fn enrol(&mut self, secret: &str) -> Reply {
        let key = self.key();
        let asked = Enrol {
            secret: secret.to_owned(),
            signature: signature::sign(&self.secret, &enrolment_text(secret, &key)),
            key,
            epoch: 0,
        };
        let reply = self.send("POST", "/v1/enrol", &serde_json::to_vec(&asked).unwrap(), &[]);
        if reply.status == 200 {
            self.contact = reply.json(200)["contact"].as_u64().unwrap();
        }
        reply
    }

    /// Makes contact, and keeps the number that it is given.
    pub(crate) fn contact(&mut self) -> Reply {
        let reply = self.ask_contact(self.contact, self.run);
        if reply.status == 200 {
            self.contact = reply.json(200)["contact"].as_u64().unwrap();
        }
        reply
    }

    pub(crate) fn ask_contact(&self, contact: u64, run: Uuid) -> Reply {
        let said = Contact {
            contact,
            run,
            epoch: self.head.epoch,
            seq: self.head.seq,
            hash: hex(&self.head.hash),
            program: "0.1.0".into(),
        };
        self.signed("POST", "/v1/contact", &serde_json::to_vec(&said).unwrap(), &[])
    }

    pub(crate) fn push(&self, bundle: &[u8]) -> Reply {
        let contact = self.contact.to_string();
        self.signed("POST", "/v1/push", bundle, &[(CONTACT_HEADER, &contact)])
    }

    /// Pushes all of its journal.
    #[track_caller]
    pub(crate) fn push_all(&self) -> Value {
        self.push(&self.bundle(0, self.head.seq)).json(200)
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.signed("GET", path, &[], &[])
    }

    /// A request with its headers.
    pub(crate) fn signed(&self, method: &str, path: &str, body: &[u8], more: &[(&str, &str)]) -> Reply {
        let signed = self.headers(method, path, body);
        let mut headers: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        headers.extend_from_slice(more);
        self.send(method, path, body, &headers)
    }

    /// The headers of a request.
    pub(crate) fn headers(&self, method: &str, path: &str, body: &[u8]) -> [(&'static str, String); 4] {
        let digest = hex(&Sha256::digest(body));
        let text = request_text(&self.name, method, path, &digest, self.now);
        [
            (STATION_HEADER, self.name.to_string()),
            (TIME_HEADER, self.now.to_rfc3339()),
            (SIGNATURE_HEADER, signature::sign(&self.secret, &text)),
            (DIGEST_HEADER, digest),
        ]
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Reply {
        send(&self.agent, self.address, method, path, body, headers)
    }
}

pub(crate) fn send(
    agent: &Agent,
    address: SocketAddr,
    method: &str,
    path: &str,
    body: &[u8],
    headers: &[(&str, &str)],
) -> Reply {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("https://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = match method {
        "GET" => agent.run(request.body(()).unwrap()),
        _ => agent.run(request.body(body).unwrap()),
    };
    let mut response = response.unwrap();
    let mut headers: Vec<(String, String)> = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .filter(|(name, _)| name != "date")
        .collect();
    headers.sort();
    Reply {
        status: response.status().as_u16(),
        headers,
        body: response
            .body_mut()
            .with_config()
            .limit(100 << 20)
            .read_to_vec()
            .unwrap(),
    }
}
