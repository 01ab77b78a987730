//! The window as a program: a second one beside it, a folder without a workstation, and what the page inside may do.

use counterfoil_tests::desk::consent;
use counterfoil_tests::line::Line;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::ANA;
use counterfoil_tests::screen::Screen;
use counterfoil_tests::workstation::Workstation;
use counterfoil_tests::{PASSWORD, desk};
use serde_json::json;

#[test]
fn a_second_window_says_so_and_goes_on_once_the_first_is_closed() {
    let workstation = Workstation::new("W1");
    let mut first = Line::start(&workstation.folder());
    first.call("sign_in", &consent(ANA)).expect("the first one works");
    let screen = Screen::open(&workstation.folder());
    screen.wait_for_text("#refusal[data-code=second_instance]", "already running");
    first
        .call("open_drawer", &json!({ "request_id": desk::request_id(), "float": [] }))
        .expect("undisturbed");
    first.close();
    screen.sign_in(ANA, PASSWORD);
    screen.wait_for_focus("#search");
}

#[test]
fn a_folder_without_a_workstation_is_said_in_the_window() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let screen = Screen::open(folder.path());
    screen.wait_for_text("#refusal[data-code=not_initialised]", "holds no workstation");
}

#[test]
fn the_window_may_call_rpc_and_nothing_else() {
    let workstation = Workstation::new("W1");
    let screen = Screen::open(&workstation.folder());
    let outcome = |call: &str| {
        let script =
            format!("return window.__TAURI_INTERNALS__.invoke({call}).then(() => 'done', (error) => String(error))");
        screen.run(&script)
    };
    assert_eq!(outcome("'rpc', { cmd: 'state', req: {} }"), json!("done"));
    for forbidden in [
        "plugin:app|version",
        "plugin:window|close",
        "plugin:event|listen",
        "plugin:webview|create_webview",
    ] {
        let said = outcome(&format!("'{forbidden}', {{}}"));
        assert!(
            said.as_str().is_some_and(|said| said.contains("not allowed")),
            "{forbidden}: {said}"
        );
    }
    assert_eq!(screen.run("return typeof window.__TAURI__"), json!("undefined"));
    let stopped_by = "return new Promise((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        fetch('https://example.com').catch(() => setTimeout(() => resolve('nothing'), 1000));
    })";
    assert_eq!(
        screen.run(stopped_by),
        json!("connect-src"),
        "the page may not speak to the network"
    );
    let evaluated = "try { return new Function('return 1')() } catch { return 'blocked' }";
    assert_eq!(
        screen.run(evaluated),
        json!("blocked"),
        "the page may not make code of text"
    );
    // A payment asks for the same sign-in as through the scripting interface.
    let unsigned =
        json!({ "cmd": "take_payment", "req": { "request_id": desk::request_id(), "payment": payment().request() } });
    let script = format!(
        "return window.__TAURI_INTERNALS__.invoke('rpc', {unsigned}).then(() => 'done', (error) => error.code)"
    );
    assert_eq!(screen.run(&script), json!("not_signed_in"));
}
