//! The real window, worked by its keys and read by what it shows.
//!
//! WebKitWebDriver starts the window itself (`webkitgtk:browserOptions` with the
//! program and its arguments; no `browserName`, which would have to be a
//! browser's). tauri-driver would only stand between: it passes the same
//! capability on under another name. What it sets besides is the variable by
//! which the webview lets itself be driven, and that is set here.
//!
//! Every screen has a display of its own, so that tests disturb neither each
//! other nor whoever sits before this machine. What people do at every screen is
//! in [`words`].

mod words;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::calendar::show;
use crate::programs;

/// How long the screens may take to show something before a test gives up.
/// Generous: the machine may be building something beside.
const PATIENCE: Duration = Duration::from_secs(20);

/// A window on a workstation.
pub struct Screen {
    runtime: Runtime,
    client: Client,
    // Ended in this order: the driver with its window, then the display below it.
    _driver: Ended,
    _display: Ended,
}

/// A program that ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Screen {
    /// Opens the window on a workstation's folder and waits until it can be worked.
    #[must_use]
    pub fn open(folder: &Path) -> Screen {
        Screen::open_by(folder, None)
    }

    /// As [`Screen::open`], by the clock of a file.
    #[must_use]
    pub fn open_by(folder: &Path, clock: Option<&Path>) -> Screen {
        let (display, number) = display();
        let (driver, port) = driver(number, clock);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let client = runtime.block_on(session(port, folder));
        let screen = Screen {
            runtime,
            client,
            _driver: driver,
            _display: display,
        };
        screen.wait_until("the window can be worked", |screen| {
            screen.run("return document.documentElement.dataset.appReady === 'true'") == json!(true)
        });
        screen
    }

    /// Presses keys one after the other, by their names on the keyboard: `F12`, `Enter`, `Alt+2`, `Shift+Tab`, a character.
    pub fn press(&self, names: &[&str]) {
        for name in names {
            let held = [("Alt+", Key::Alt), ("Shift+", Key::Shift)];
            let held = held
                .into_iter()
                .find_map(|(prefix, held)| name.strip_prefix(prefix).map(|key| (key, held)));
            match held {
                Some((key, held)) => {
                    let held = char::from(held);
                    self.keys(
                        KeyActions::new("keyboard".to_owned())
                            .then(KeyAction::Down { value: held })
                            .then(KeyAction::Down { value: code(key) })
                            .then(KeyAction::Up { value: code(key) })
                            .then(KeyAction::Up { value: held }),
                    );
                }
                None => self.keys(pressed(&[code(name)])),
            }
        }
    }

    /// Types a text, character by character, wherever the focus is.
    pub fn type_text(&self, text: &str) {
        self.keys(pressed(&text.chars().collect::<Vec<_>>()));
    }

    fn keys(&self, actions: KeyActions) {
        self.runtime
            .block_on(self.client.perform_actions(actions))
            .expect("the window takes keys");
    }

    /// Runs a script in the window: for reading what is shown, never for doing what a cashier does by keys.
    #[must_use]
    pub fn run(&self, script: &str) -> Value {
        self.runtime
            .block_on(self.client.execute(script, vec![]))
            .expect("the window runs a script")
    }

    /// The text that an element shows now; nothing where it is not there.
    #[must_use]
    pub fn text(&self, selector: &str) -> Option<String> {
        let shown: Result<String, CmdError> = self
            .runtime
            .block_on(async { self.client.find(Locator::Css(selector)).await?.text().await });
        shown.ok()
    }

    /// Waits for an element.
    #[track_caller]
    pub fn wait_for(&self, selector: &str) {
        self.wait_until(selector, |screen| screen.text(selector).is_some());
    }

    /// Waits until an element shows a text among others.
    #[track_caller]
    pub fn wait_for_text(&self, selector: &str, text: &str) {
        self.wait_until(&format!("{selector} showing {text:?}"), |screen| {
            screen.text(selector).is_some_and(|shown| shown.contains(text))
        });
    }

    /// Waits until the keys go to this element.
    #[track_caller]
    pub fn wait_for_focus(&self, selector: &str) {
        let script = format!("return document.activeElement?.matches({}) === true", json!(selector));
        self.wait_until(&format!("the focus on {selector}"), |screen| {
            screen.run(&script) == json!(true)
        });
    }

    /// Waits until something holds, or ends the test with what the screen shows instead, and a picture of it.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Screen) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            if start.elapsed() > PATIENCE {
                let shown = self.text("body").unwrap_or_default();
                let focus = self.run("return document.activeElement?.outerHTML?.slice(0, 300) ?? ''");
                let picture = std::env::temp_dir().join(format!("counterfoil-window-{}.png", std::process::id()));
                self.picture(&picture);
                let picture = picture.display();
                panic!("waited for {what}; the focus is on {focus}; a picture: {picture}; the screen shows:\n{shown}");
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Writes a picture of the window, as PNG.
    pub fn picture(&self, path: &Path) {
        let png = self
            .runtime
            .block_on(self.client.screenshot())
            .expect("the window shows itself");
        std::fs::write(path, png).expect("the picture is written");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Closes the window; already gone where it ended by itself.
        let _closed = self.runtime.block_on(self.client.clone().close());
    }
}

/// The code of a key by its name on the keyboard.
fn code(name: &str) -> char {
    match name {
        "Enter" => Key::Enter.into(),
        "Tab" => Key::Tab.into(),
        "Escape" => Key::Escape.into(),
        "Up" => Key::Up.into(),
        "Down" => Key::Down.into(),
        "Right" => Key::Right.into(),
        "Space" => ' ',
        _ => match name.strip_prefix('F').and_then(|number| number.parse().ok()) {
            // WebDriver, "Keyboard actions": F1 is U+E031.
            Some(number @ 1..=12) => char::from_u32(0xe030 + number).expect("a function key"),
            _ => name.chars().next().expect("a key's name"),
        },
    }
}

/// Keys pressed and let go one after the other.
fn pressed(keys: &[char]) -> KeyActions {
    keys.iter()
        .fold(KeyActions::new("keyboard".to_owned()), |actions, key| {
            actions
                .then(KeyAction::Down { value: *key })
                .then(KeyAction::Up { value: *key })
        })
}

/// A display in memory, of the smallest size that the desk is made for.
fn display() -> (Ended, u32) {
    let mut program = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb starts (package xvfb)");
    let mut number = String::new();
    let output = program.stdout.take().expect("its standard output is piped");
    BufReader::new(output)
        .read_line(&mut number)
        .expect("Xvfb says its number");
    let number = number.trim().parse().expect("the display's number");
    (Ended(program), number)
}

/// The driver, on a port that is free. The window that it starts sees what it sees.
fn driver(display: u32, clock: Option<&Path>) -> (Ended, u16) {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a free port")
        .port();
    let mut program = Command::new("WebKitWebDriver");
    if let Some(clock) = clock {
        show(clock, &mut program);
    }
    let program = program
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{display}"))
        .env("GDK_BACKEND", "x11")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver starts (package webkit2gtk-driver)");
    (Ended(program), port)
}

/// A session of the driver: it starts the window.
async fn session(port: u16, folder: &Path) -> Client {
    let arguments = ["--data".as_ref(), folder.as_os_str()].map(|argument| argument.to_string_lossy());
    let mut capabilities = serde_json::Map::new();
    capabilities.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": programs::window(), "args": arguments }),
    );
    let start = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
        {
            Ok(client) => return client,
            // The driver is not listening yet.
            Err(NewSessionError::FailedC(_) | NewSessionError::Lost(_)) if start.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            Err(error) => panic!("the window did not start: {error}"),
        }
    }
}
