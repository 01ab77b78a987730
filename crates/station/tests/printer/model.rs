//! A model of a receipt printer for the far end of a real line: it takes bytes
//! in, works them through while it has paper, and answers questions about itself.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use counterfoil_paper::escpos::{decode, status};
use serialport::{SerialPort, TTYPort};

/// What a printer is and what happened to it. Tests set the first half.
pub(crate) struct Model {
    pub(crate) paper_out: bool,
    pub(crate) cover_open: bool,
    pub(crate) off_line: bool,
    /// Answers nothing at all, as when switched off.
    pub(crate) silent: bool,
    /// Does not know the in-order question.
    pub(crate) only_real_time: bool,
    /// Takes nothing in: the line fills up.
    pub(crate) stuck: bool,
    /// Holds the data off (XOFF) after this many bytes came in, until it is let go.
    pub(crate) holds_off_after: Option<usize>,
    /// Ends the holding off (XON).
    pub(crate) lets_go: bool,
    /// Works this many bytes through at a time, with a rest between.
    pub(crate) pace: usize,
    /// The roll ends after this many bytes were worked through.
    pub(crate) roll: Option<usize>,
    /// It is switched off, its cable still in, after this many bytes came in.
    pub(crate) silent_after: Option<usize>,
    /// The cable is pulled after this many bytes came in.
    pub(crate) pull_after: Option<usize>,

    /// What was worked through, questions left out.
    pub(crate) paper: Vec<u8>,
    /// What came in, questions left out.
    pub(crate) received: usize,
    /// Real-time questions that came in.
    pub(crate) questions: usize,
    /// What came in and was not worked through.
    buffer: VecDeque<u8>,
    /// The beginning of a question.
    half_a_question: Vec<u8>,
}

impl Model {
    fn new() -> Model {
        Model {
            paper_out: false,
            cover_open: false,
            off_line: false,
            silent: false,
            only_real_time: false,
            stuck: false,
            holds_off_after: None,
            lets_go: false,
            pace: usize::MAX,
            roll: None,
            silent_after: None,
            pull_after: None,
            paper: Vec::new(),
            received: 0,
            questions: 0,
            buffer: VecDeque::new(),
            half_a_question: Vec::new(),
        }
    }

    /// What is on the paper, as text.
    pub(crate) fn text(&self) -> String {
        decode::text(&self.paper).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Takes bytes in and says what goes back.
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut back = Vec::new();
        for byte in bytes {
            self.half_a_question.push(*byte);
            match self.half_a_question.as_slice() {
                [0x10] | [0x10, 0x04] => {}
                [0x10, 0x04, which] => {
                    self.questions += 1;
                    back.extend((!self.silent).then(|| self.answer(*which)));
                    self.half_a_question.clear();
                }
                _ => {
                    self.received += self.half_a_question.len();
                    self.silent |= self.silent_after.is_some_and(|limit| self.received >= limit);
                    self.buffer.extend(self.half_a_question.drain(..));
                }
            }
        }
        if self.holds_off_after.is_some_and(|limit| self.received >= limit) {
            self.holds_off_after = None;
            back.push(0x13);
        }
        if std::mem::take(&mut self.lets_go) {
            back.push(0x11);
        }
        back.extend(self.work());
        back
    }

    /// Switches it off and on: what it had not worked through is lost.
    pub(crate) fn lose_current(&mut self) {
        self.buffer.clear();
        self.paper_out = false;
        self.silent = false;
    }

    /// Works through what it has while it can, and answers in order.
    fn work(&mut self) -> Vec<u8> {
        let mut back = Vec::new();
        for _ in 0..self.pace {
            if self.paper_out || self.cover_open || self.off_line {
                break;
            }
            let question = status::PAPER_AFTER_PRINTING;
            if self.buffer.len() >= question.len() && self.buffer.iter().zip(&question).all(|(a, b)| a == b) {
                self.buffer.drain(..question.len());
                self.received -= question.len();
                back.extend((!self.silent && !self.only_real_time).then_some(0));
                continue;
            }
            // The in-order question may not have come in whole yet.
            if self.buffer.front() == Some(&question[0]) && self.buffer.len() < question.len() {
                break;
            }
            let Some(byte) = self.buffer.pop_front() else { break };
            self.paper.push(byte);
            if let Some(left) = &mut self.roll {
                *left -= 1;
                if *left == 0 {
                    (self.roll, self.paper_out) = (None, true);
                }
            }
        }
        back
    }

    /// Epson, ESC/POS Command Reference, DLE EOT.
    fn answer(&self, which: u8) -> u8 {
        let stopped = self.paper_out || self.cover_open || self.off_line;
        let bits = match which {
            1 if stopped => 0x08,
            2 => u8::from(self.cover_open) << 2 | u8::from(self.paper_out) << 5,
            4 if self.paper_out => 0x60,
            _ => 0,
        };
        0x12 | bits
    }
}

/// A model printer at the far end of a line.
pub(crate) struct FarEnd {
    model: Arc<Mutex<Model>>,
    plug: Arc<Mutex<Plug>>,
    thread: Option<JoinHandle<()>>,
    port: String,
    name: Option<PathBuf>,
}

/// Where the far end's cable is.
enum Plug {
    In(Box<dyn Line>),
    Out,
    Gone,
}

trait Line: Read + Write + Send {
    /// A TCP printer waits for its next caller when one hangs up.
    fn next_caller(&mut self) {}
}

/// The far side of a pseudo-terminal, and the name under which the near side is opened.
struct Terminal {
    master: TTYPort,
    name: PathBuf,
}

impl Read for Terminal {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.master.read(into)
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.master.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Line for Terminal {}

/// As when a converter is pulled: the name goes first. The system gives the
/// number behind it to the next terminal, which may be another test's.
impl Drop for Terminal {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.name);
    }
}

/// A listening socket and whoever called.
struct Socket(TcpListener, Option<TcpStream>);

impl Read for Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.next_caller();
        let Some(caller) = &mut self.1 else {
            return Err(io::ErrorKind::TimedOut.into());
        };
        match caller.read(into) {
            Ok(0) => self.1 = None,
            other => return other,
        }
        Err(io::ErrorKind::TimedOut.into())
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Line for Socket {
    fn next_caller(&mut self) {
        if self.1.is_none()
            && let Ok((caller, _)) = self.0.accept()
        {
            caller.set_nonblocking(false).unwrap();
            caller.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
            self.1 = Some(caller);
        }
    }
}

impl FarEnd {
    /// A printer on a real pseudo-terminal, to be opened by a name that stays
    /// the same when it is unplugged and plugged in again.
    pub(crate) fn on_serial_line(folder: &Path) -> FarEnd {
        let name = folder.join("ttyPrinter");
        let far = FarEnd {
            model: Arc::new(Mutex::new(Model::new())),
            plug: Arc::new(Mutex::new(Plug::Out)),
            thread: None,
            port: format!("serial:{}", name.display()),
            name: Some(name),
        };
        far.plug_in();
        far.started()
    }

    /// A printer on a TCP port of this machine.
    pub(crate) fn on_tcp() -> FarEnd {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = format!("tcp:127.0.0.1:{}", listener.local_addr().unwrap().port());
        let plug = Plug::In(Box::new(Socket(listener, None)));
        let model = Arc::new(Mutex::new(Model::new()));
        FarEnd {
            model,
            plug: Arc::new(Mutex::new(plug)),
            thread: None,
            port,
            name: None,
        }
        .started()
    }

    fn started(mut self) -> FarEnd {
        let (model, plug) = (Arc::clone(&self.model), Arc::clone(&self.plug));
        self.thread = Some(std::thread::spawn(move || serve(&model, &plug)));
        self
    }

    /// The profile's port.
    pub(crate) fn port(&self) -> String {
        self.port.clone()
    }

    /// The model, to look at or to change.
    pub(crate) fn model(&self) -> MutexGuard<'_, Model> {
        lock(&self.model)
    }

    /// Pulls the cable.
    pub(crate) fn pull(&self) {
        *lock(&self.plug) = Plug::Out;
    }

    /// Plugs a serial printer in; its buffer was lost with the current.
    pub(crate) fn plug_in(&self) {
        self.pull();
        let (mut master, slave) = TTYPort::pair().unwrap();
        master.set_timeout(Duration::from_millis(5)).unwrap();
        let name = self.name.clone().unwrap();
        std::os::unix::fs::symlink(slave.name().unwrap(), &name).unwrap();
        self.model().buffer.clear();
        *lock(&self.plug) = Plug::In(Box::new(Terminal { master, name }));
    }

    /// Waits until the model is as asked.
    pub(crate) fn wait_until(&self, what: &str, is: impl Fn(&Model) -> bool) {
        wait_until(what, || is(&self.model()));
    }
}

impl Drop for FarEnd {
    fn drop(&mut self) {
        *lock(&self.plug) = Plug::Gone;
        let _ended = self.thread.take().map(JoinHandle::join);
    }
}

/// Serves the line until it is gone. A short rest between two looks keeps the model usable by the test.
fn serve(model: &Mutex<Model>, plug: &Mutex<Plug>) {
    loop {
        {
            let mut plug = lock(plug);
            let line = match &mut *plug {
                Plug::Gone => return,
                Plug::Out => None,
                Plug::In(line) => Some(line),
            };
            if let Some(line) = line
                && serve_once(model, line.as_mut())
            {
                *plug = Plug::Out;
            }
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Returns whether the cable is to be pulled now.
fn serve_once(model: &Mutex<Model>, line: &mut dyn Line) -> bool {
    if lock(model).stuck {
        return false;
    }
    let mut bytes = [0; 256];
    // A line that nobody has open at the other end reads as broken.
    let read = line.read(&mut bytes).unwrap_or(0);
    let mut model = lock(model);
    let mut back = model.take(&bytes[..read]);
    if model.pull_after.is_some_and(|limit| model.received >= limit) {
        model.pull_after = None;
        return true;
    }
    back.extend(model.work());
    drop(model);
    let _nobody_listens = line.write_all(&back);
    false
}

/// Waits until something is so; panics where it never is.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A test that failed with the model in its hands must not take the far end down with it.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
