//! How long until the window is usable, against a bare window of the same
//! webview that shows one field and does nothing.
//!
//! Each start is a process of its own, on a display in memory: from its spawning
//! until its page has the mark by which the screens say that they can be worked,
//! and the frame after it is drawn. Both tell in the same way, by wanting to go to
//! an address that does not exist. The two take turns, so that whatever else the
//! machine does meets both.

#![expect(clippy::float_arithmetic, reason = "a ratio of times is no money")]

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use counterfoil_station::clock::Clock;
use counterfoil_station::station::Station;

const ROUNDS: usize = 21;
const READY: &str = "ready:now";
/// A window that has not told by then never will.
const PATIENCE: Duration = Duration::from_secs(30);
/// The window may take this many times as long as a bare one.
const LIMIT: f64 = 1.5;

/// Tells once the page has its mark and has been drawn.
const TELL: &str = "
    const tell = () => requestAnimationFrame(() => requestAnimationFrame(() => { location.href = 'ready:now'; }));
    const ready = () => document.documentElement?.dataset.appReady === 'true';
    const watch = new MutationObserver(() => { if (ready()) { watch.disconnect(); tell(); } });
    watch.observe(document, { attributes: true, childList: true, subtree: true });
";

const BARE: &str = "<!doctype html><title>Bare</title><input autofocus>
    <script>document.documentElement.dataset.appReady = 'true'</script>";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "bare"] => bare_window(),
        [_, "counterfoil", folder] => counterfoil_window(folder.into()),
        _ => measure(),
    }
}

fn measure() -> Result<(), Box<dyn Error>> {
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/city.toml");
    let configuration = counterfoil_formats::configuration::read(&std::fs::read_to_string(city)?)?;
    let folder = tempfile::tempdir()?;
    Station::create(folder.path(), configuration, "W1", &Clock::system())?;
    let folder = folder.path().to_str().ok_or("a temporary folder in plain text")?;
    let (mut display, number) = display()?;

    let (mut bare, mut counterfoil) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let one = start(&["bare"], &number)?;
        let other = start(&["counterfoil", folder], &number)?;
        // The first of each fills the caches of the machine and does not count.
        if round > 0 {
            bare.push(one);
            counterfoil.push(other);
        }
    }
    display.kill()?;
    display.wait()?;

    let (bare, counterfoil) = (median(bare), median(counterfoil));
    let ratio = counterfoil.as_secs_f64() / bare.as_secs_f64();
    println!("start to usable, medians of {ROUNDS} interleaved starts");
    println!("  bare window   {:>6} ms", bare.as_millis());
    println!("  counterfoil   {:>6} ms", counterfoil.as_millis());
    println!("  ratio         {ratio:>9.2}   (limit {LIMIT})");
    if ratio > LIMIT {
        return Err(format!("the window takes {ratio:.2} times a bare one, more than {LIMIT}").into());
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A display in memory, and its name.
fn display() -> Result<(Child, String), Box<dyn Error>> {
    let mut program = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut number = String::new();
    BufReader::new(program.stdout.take().ok_or("no output of Xvfb")?).read_line(&mut number)?;
    Ok((program, format!(":{}", number.trim())))
}

/// Starts this program again as one of the windows; the time until it tells.
fn start(arguments: &[&str], display: &str) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let mut window = Command::new(std::env::current_exe()?)
        .args(arguments)
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = window.stdout.take().ok_or("no output of the window")?;
    let (sender, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _bytes = BufReader::new(output).read_line(&mut line);
        // Nobody listens any more where the window took too long.
        let _heard = sender.send((line, Instant::now()));
    });
    let heard = told.recv_timeout(PATIENCE);
    window.kill()?;
    window.wait()?;
    match heard {
        Ok((line, when)) if line.trim() == READY => Ok(when - start),
        _ => Err(format!("the window {arguments:?} did not tell within {PATIENCE:?}").into()),
    }
}

/// The real window, with one script more.
fn counterfoil_window(folder: PathBuf) -> Result<(), Box<dyn Error>> {
    let telling = tauri::plugin::Builder::<tauri::Wry>::new("telling")
        .js_init_script(TELL.to_owned())
        .on_navigation(|_, url| !told(url.as_str()))
        .build();
    counterfoil_window::window(Some(folder))
        .plugin(telling)
        .run(counterfoil_window::context())?;
    Ok(())
}

/// The same webview with nothing behind it.
fn bare_window() -> Result<(), Box<dyn Error>> {
    use tao::event_loop::{ControlFlow, EventLoop};
    let events = EventLoop::new();
    let window = tao::window::WindowBuilder::new()
        .with_title("Bare")
        .with_inner_size(tao::dpi::LogicalSize::new(1366, 768))
        .build(&events)?;
    let page = |_: wry::WebViewId<'_>, _| {
        let mut answer = wry::http::Response::new(BARE.as_bytes().into());
        let html = wry::http::HeaderValue::from_static("text/html");
        answer.headers_mut().insert(wry::http::header::CONTENT_TYPE, html);
        answer
    };
    let webview = wry::WebViewBuilder::new()
        .with_custom_protocol("bare".to_owned(), page)
        .with_initialization_script(TELL)
        .with_navigation_handler(|url| !told(&url))
        .with_url("bare://localhost");
    #[cfg(target_os = "linux")]
    let webview = {
        use tao::platform::unix::WindowExtUnix;
        use wry::WebViewBuilderExtUnix;
        webview.build_gtk(window.default_vbox().ok_or("a window without a box")?)?
    };
    #[cfg(not(target_os = "linux"))]
    let webview = webview.build(&window)?;
    events.run(move |_, _, flow| {
        let _kept = (&window, &webview);
        *flow = ControlFlow::Wait;
    })
}

/// Whether an address is the one by which a page tells; then it is passed on.
fn told(address: &str) -> bool {
    let is_ready = address == READY;
    if is_ready {
        println!("{READY}");
    }
    is_ready
}
