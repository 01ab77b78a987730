//! Whom central does not know costs it little: little of what they send is read, and however many
//! they are, those who are known get through.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::office::Office;
use crate::workstation::{Workstation, agent};

type Line = StreamOwned<ClientConnection, TcpStream>;

/// A connection that says what no library would.
fn line(office: &Office, address: SocketAddr) -> Line {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(office.folder.path().join("certificate.pem")).unwrap();
    roots.add(certificate).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let client = ClientConnection::new(Arc::new(config), "127.0.0.1".try_into().unwrap()).unwrap();
    StreamOwned::new(client, socket)
}

/// Begins a workstation's push of 4 MiB, of which so many bytes are sent.
fn begin(office: &Office, address: SocketAddr, sender: &Workstation, sent: usize) -> Line {
    let mut line = line(office, address);
    let body = vec![b'x'; 4 << 20];
    let signed = sender.headers("POST", "/v1/push", &body);
    let headers: String = signed
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let head = format!(
        "POST /v1/push HTTP/1.1\r\nhost: central\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(&body[..sent]).unwrap();
    line.flush().unwrap();
    line
}

fn status_line(line: &mut Line) -> Option<String> {
    let mut answer = [0; 24];
    line.read_exact(&mut answer).ok()?;
    String::from_utf8(answer.to_vec()).ok()
}

#[test]
fn little_is_read_of_whom_nobody_knows() {
    let office = Office::open();
    let known = office.workstation("W2");
    let unknown = Workstation {
        name: office.name("W9"),
        ..known.clone()
    };
    let wrong = Workstation {
        secret: [9; 32],
        ..known.clone()
    };
    let address = office.address();
    // Whose signature does not hold is answered as soon as the request is not a small one; what is well signed is
    // read to its end.
    for nobody in [&unknown, &wrong] {
        let mut nobody = begin(&office, address, nobody, 66_000);
        assert_eq!(status_line(&mut nobody).as_deref(), Some("HTTP/1.1 404 Not Found\r\n"));
    }
    let mut known = begin(&office, address, &known, 66_000);
    assert_eq!(status_line(&mut known), None);
    // Without any name, likewise.
    let mut nameless = line(&office, address);
    nameless
        .write_all(b"POST /v1/contact HTTP/1.1\r\nhost: central\r\ncontent-length: 4194304\r\n\r\n")
        .unwrap();
    nameless.write_all(&vec![b'x'; 66_000]).unwrap();
    assert_eq!(
        status_line(&mut nameless).as_deref(),
        Some("HTTP/1.1 404 Not Found\r\n")
    );
}

#[test]
fn large_bodies_take_turns_and_small_ones_pass() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let (_, address) = office.second_with(|config| config.limits.wait_seconds = 1);
    one.address = address;
    one.work(300);
    let large = one.bundle(0, 300);
    assert!(large.len() > 65_536, "{}", large.len());
    let slow: Vec<Line> = (0..8).map(|_| begin(&office, address, &one, 100_000)).collect();
    std::thread::sleep(Duration::from_millis(300));
    one.push(&large).refused(503, "unavailable");
    one.push(&one.bundle(0, 10)).json(200);
    drop(slow);
    let begun = Instant::now();
    while one.push(&large).status != 200 {
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "the places are not free again"
        );
    }
    assert_eq!(office.entries("W2"), 300);
}

#[test]
fn no_more_are_let_in_than_there_are_places_and_whoever_is_quiet_gives_a_place_up() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let (_, address) = office.second_with(|config| {
        config.limits.callers = 4;
        config.limits.request_seconds = 2;
    });
    one.address = address;
    one.agent = agent();
    let quiet: Vec<Line> = (0..4)
        .map(|_| {
            let mut line = line(&office, address);
            line.write_all(b"GET /health HTTP/1.1\r\nhost: ").unwrap();
            line
        })
        .collect();
    std::thread::sleep(Duration::from_millis(300));
    let turned_away = one.agent.get(format!("https://{address}/health")).call();
    assert!(turned_away.is_err(), "{turned_away:?}");
    // Nobody hangs up: they are hung up on.
    std::thread::sleep(Duration::from_millis(2_500));
    one.contact().json(200);
    let figures = String::from_utf8(one.send("GET", "/metrics", &[], &[]).body).unwrap();
    assert!(figures.contains("counterfoil_turned_away_total"), "{figures}");
    drop(quiet);
}
