//! The program is killed while billing sends a file.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime};

use counterfoil_central::billing::tokens;
use ureq::SendBody;

use crate::line::agent;
use crate::office::Office;

/// The program itself, and where it listens.
fn serve(office: &Office) -> (Child, String) {
    let config = &office.central.config;
    let mut program = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"))
        .env("COUNTERFOIL_CENTRAL_CITY", &config.city)
        .env("COUNTERFOIL_CENTRAL_DATABASE", &config.database)
        .env("COUNTERFOIL_CENTRAL_FOLDER", &config.folder)
        .env("COUNTERFOIL_CENTRAL_LISTEN", "127.0.0.1:0")
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("listening on ")
        .expect("it listens")
        .to_owned();
    (program, address)
}

/// A file that begins and does not end.
struct Endless(Receiver<()>, &'static [u8]);

impl Read for Endless {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        if self.1.is_empty() {
            let _never = self.0.recv();
        }
        self.1.read(bytes)
    }
}

fn passing(office: &Office) -> Vec<PathBuf> {
    let files = std::fs::read_dir(office.folder.path()).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("passing-"))
        .collect()
}

#[test]
fn what_a_killed_program_left_is_gone_a_day_later() {
    let office = Office::open();
    let token = office
        .runtime
        .block_on(tokens::make(&office.central, "cis", "test"))
        .unwrap();
    let (mut program, address) = serve(&office);
    let (hold, held) = channel();
    let sending = std::thread::spawn(move || {
        let mut body = Endless(held, b"H,counterfoil-accounts-1,");
        let request = agent()
            .put(format!("{address}/v1/billing/accounts"))
            .header("authorization", format!("Bearer {}", *token));
        request.send(SendBody::from_reader(&mut body)).map(|_| ())
    });
    let begun = Instant::now();
    while passing(&office).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing came in");
        std::thread::sleep(Duration::from_millis(20));
    }
    program.kill().unwrap();
    program.wait().unwrap();
    drop(hold);
    assert!(sending.join().unwrap().is_err());
    let left = passing(&office);
    assert_eq!(left.len(), 1);

    // Another program might be at work on it: what is younger than a day stays.
    let age = |hours: u64| {
        let file = std::fs::File::options().write(true).open(&left[0]).unwrap();
        let written = SystemTime::now() - Duration::from_secs(hours * 60 * 60);
        file.set_modified(written).unwrap();
    };
    age(23);
    let (mut program, _) = serve(&office);
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!(passing(&office), left);
    age(25);
    let (mut program, _) = serve(&office);
    assert_eq!(passing(&office), Vec::<PathBuf>::new());
    program.kill().unwrap();
    program.wait().unwrap();
}
