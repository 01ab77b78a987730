//! A bad line between a workstation and central: it ends TLS with central's own certificate, reads
//! requests whole, and forwards, loses, delays, repeats or reorders them, or cuts them or
//! their replies. What it does to a request its dice say.

mod fate;
mod message;

use std::io::{ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use rustls::{ClientConfig, ServerConfig, ServerConnection, StreamOwned};

use crate::central::tls::{self, Certificate};
use crate::dice::Dice;

use fate::Fate;
use message::Message;

/// How often a thread that waits looks whether it still should.
const GLANCE: Duration = Duration::from_millis(20);
/// How long central may take for a request.
const PATIENCE: Duration = Duration::from_secs(40);

/// What the line is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Every request is forwarded and its reply given back.
    Calm,
    /// The dice say what becomes of a request.
    Rough,
    /// Nothing gets through; whoever connects is cut off.
    Cut,
}

/// The line of one workstation.
pub struct Proxy {
    line: Arc<Line>,
    address: SocketAddr,
    listening: Option<JoinHandle<()>>,
}

/// What its threads share.
struct Line {
    central: SocketAddr,
    shown: Arc<ServerConfig>,
    pinned: Arc<ClientConfig>,
    weather: Mutex<(Weather, Option<Instant>)>,
    dice: Mutex<Dice>,
    /// Requests that are kept to be sent later.
    kept: Mutex<Vec<(Instant, Message)>>,
    under_way: AtomicUsize,
    forwarded: AtomicU64,
    crossing: Arc<Crossing>,
    /// What became of requests, and how often.
    told: Mutex<std::collections::BTreeMap<Fate, u64>>,
    ended: AtomicBool,
}

/// Where a request may wait until one of another workstation went before it.
#[derive(Debug, Default)]
pub struct Crossing(AtomicU64);

impl Proxy {
    /// Before the central at that address, whose folder that is. It is calm at first.
    #[must_use]
    pub fn before(central: SocketAddr, folder: &std::path::Path, dice: Dice, crossing: Arc<Crossing>) -> Proxy {
        let certificate = Certificate::read(folder);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let line = Arc::new(Line {
            central,
            shown: certificate.shown(),
            pinned: certificate.pinned(),
            weather: Mutex::new((Weather::Calm, None)),
            dice: Mutex::new(dice),
            kept: Mutex::default(),
            under_way: AtomicUsize::new(0),
            forwarded: AtomicU64::new(0),
            crossing,
            told: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let (accepting, late) = (line.clone(), line.clone());
        let listening = spawn(move || accepting.accept(&listener));
        spawn(move || late.send_what_is_kept());
        Proxy {
            line,
            address,
            listening: Some(listening),
        }
    }

    /// What the workstation takes for central's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.address.port())
    }

    /// The weather changes. When it has become calm or cut, nothing of what was before is under way any more.
    pub fn becomes(&self, weather: Weather) {
        *self.line.weather.lock().expect("the weather") = (weather, None);
        if weather != Weather::Rough {
            self.line.kept.lock().expect("what is kept").clear();
        }
        if weather == Weather::Cut {
            let begun = Instant::now();
            while self.line.under_way.load(Ordering::SeqCst) > 0 {
                assert!(begun.elapsed() < PATIENCE * 2, "a request does not come to its end");
                sleep(GLANCE);
            }
        }
    }

    /// How many requests reached central by it.
    #[must_use]
    pub fn forwarded(&self) -> u64 {
        self.line.forwarded.load(Ordering::SeqCst)
    }

    /// What it did, for a person to read: `forward 210, twice 11`.
    #[must_use]
    pub fn told(&self) -> String {
        let told = self.line.told.lock().expect("what became of them");
        let each: Vec<String> = told.iter().map(|(fate, times)| format!("{fate:?} {times}")).collect();
        each.join(", ")
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.ended.store(true, Ordering::SeqCst);
        // Wakes whoever waits for a connection.
        let _woken = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ended = listening.join();
        }
    }
}

impl Line {
    fn accept(self: Arc<Line>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.ended.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else { continue };
            let line = self.clone();
            // A connection that breaks off is what this is for.
            spawn(move || drop(line.serve(stream)));
        }
    }

    fn serve(&self, stream: TcpStream) -> Result<()> {
        if !self.lets_in() {
            return Ok(());
        }
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(GLANCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let connection = ServerConnection::new(self.shown.clone()).map_err(std::io::Error::other)?;
        let mut station = StreamOwned::new(connection, stream);
        let mut central = None;
        while let Some(request) = message::read(&mut station, || self.is_open())? {
            self.under_way.fetch_add(1, Ordering::SeqCst);
            // Whatever becomes of it, it is not under way any more.
            let outcome = match self.is_open() {
                true => self.deal_with(&request, &mut station, &mut central),
                false => Err(ErrorKind::ConnectionAborted.into()),
            };
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            outcome?;
        }
        Ok(())
    }

    /// Does to a request what the dice say. An error ends the workstation's connection.
    fn deal_with(
        &self,
        request: &Message,
        station: &mut (impl Read + Write),
        central: &mut Option<tls::Connection>,
    ) -> Result<()> {
        let cut = || Err(ErrorKind::ConnectionAborted.into());
        let (fate, pause) = self.fate();
        match fate {
            Fate::Forward => {}
            Fate::Delay => sleep(pause),
            Fate::GoBehind => self.crossing.lets_another_go_first(pause),
            Fate::Lose => return cut(),
            Fate::CutRequest => {
                let mut broken = self.connect()?;
                broken.write_all(request.half())?;
                broken.flush()?;
                sleep(pause / 4);
                return cut();
            }
            Fate::Keep => {
                self.keep(request, pause * 4);
                return cut();
            }
            Fate::Outage => {
                self.weather.lock().expect("the weather").1 = Some(Instant::now() + pause * 4);
                return cut();
            }
            Fate::Twice => drop(self.ask(request, &mut None)?),
            Fate::Echo => self.keep(request, pause * 6),
            Fate::LoseReply => {
                self.ask(request, central)?;
                return cut();
            }
            Fate::CutReply => {
                let reply = self.ask(request, central)?;
                station.write_all(reply.half())?;
                station.flush()?;
                return cut();
            }
        }
        let reply = self.ask(request, central)?;
        station.write_all(&reply.bytes)?;
        station.flush()
    }

    /// Asks central, on the connection that there is or on a new one.
    fn ask(&self, request: &Message, connection: &mut Option<tls::Connection>) -> Result<Message> {
        self.crossing.0.fetch_add(1, Ordering::SeqCst);
        let mut central = match connection.take() {
            Some(central) => central,
            None => self.connect()?,
        };
        central.write_all(&request.bytes)?;
        central.flush()?;
        let reply = message::read(&mut central, || false)?;
        let reply = reply.ok_or_else(|| std::io::Error::from(ErrorKind::UnexpectedEof))?;
        self.forwarded.fetch_add(1, Ordering::SeqCst);
        if std::env::var_os("COUNTERFOIL_CHAOS_TRACE").is_some() {
            eprintln!("{} → {}", request.first_line(), reply.first_line());
        }
        *connection = Some(central);
        Ok(reply)
    }

    fn connect(&self) -> Result<tls::Connection> {
        tls::connect(self.central, self.pinned.clone(), PATIENCE)
    }

    fn fate(&self) -> (Fate, Duration) {
        let rough = self.weather.lock().expect("the weather").0 == Weather::Rough;
        let mut dice = self.dice.lock().expect("the dice");
        let fate = match rough {
            true => dice.choose(&fate::ODDS),
            false => Fate::Forward,
        };
        *self.told.lock().expect("what became of them").entry(fate).or_default() += 1;
        (fate, dice.millis(5, 400))
    }

    // ---- what is sent later ------------------------------------------------

    fn keep(&self, request: &Message, time: Duration) {
        let due = Instant::now() + time;
        self.kept.lock().expect("what is kept").push((due, request.clone()));
    }

    fn send_what_is_kept(&self) {
        while !self.ended.load(Ordering::SeqCst) {
            sleep(GLANCE);
            let mut kept = self.kept.lock().expect("what is kept");
            let Some(due) = kept.iter().position(|(due, _)| *due <= Instant::now()) else {
                continue;
            };
            let (_, request) = kept.remove(due);
            self.under_way.fetch_add(1, Ordering::SeqCst);
            drop(kept);
            // Nobody waits for the answer.
            drop(self.ask(&request, &mut None));
            self.under_way.fetch_sub(1, Ordering::SeqCst);
        }
    }

    // ---- whether anything gets through -------------------------------------

    fn is_open(&self) -> bool {
        let (weather, until) = *self.weather.lock().expect("the weather");
        let out = until.is_some_and(|until| Instant::now() < until);
        weather != Weather::Cut && !out && !self.ended.load(Ordering::SeqCst)
    }

    fn lets_in(&self) -> bool {
        let rough = self.weather.lock().expect("the weather").0 == Weather::Rough;
        let mut dice = self.dice.lock().expect("the dice");
        self.is_open() && !(rough && dice.one_in(15))
    }
}

impl Crossing {
    /// Waits until another request has gone by, but not longer than that.
    fn lets_another_go_first(&self, at_most: Duration) {
        let (gone, begun) = (self.0.load(Ordering::SeqCst), Instant::now());
        while self.0.load(Ordering::SeqCst) == gone && begun.elapsed() < at_most {
            sleep(Duration::from_millis(2));
        }
    }
}
