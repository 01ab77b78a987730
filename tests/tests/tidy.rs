//! Guards on the house: what DESIGN calls its arrows, and remarks made twice.
//!
//! Each guard says why it is there when it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use counterfoil_tests::programs::repository;
use serde_json::Value;

/// Rooms without side effects.
const PURE: [&str; 3] = ["counterfoil-domain", "counterfoil-formats", "counterfoil-paper"];

/// Files that may be longer than 700 lines, each with its reason.
const LONG: &[(&str, &str)] = &[("ui/src/generated/rpc.ts", "generated from the interface's messages")];

/// Faults that no test brings about, each with its reason.
const UNTRIED: &[(&str, &str)] = &[
    (
        "store_unsuited",
        "the library is the one this was built with; its version is asserted at every start",
    ),
    ("store_failed", "what SQLite says and nobody foresaw"),
    ("file_failed", "what the file system says and nobody foresaw"),
];

// ---- the arrows --------------------------------------------------------

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let graph = Graph::of_the_workspace();
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("counterfoil-domain", &[] as &[&str]),
        ("counterfoil-formats", &["counterfoil-domain"]),
        ("counterfoil-paper", &["counterfoil-domain"]),
        (
            "counterfoil-station",
            &["counterfoil-domain", "counterfoil-formats", "counterfoil-paper"],
        ),
        (
            "counterfoil-central",
            &["counterfoil-domain", "counterfoil-formats", "counterfoil-paper"],
        ),
        ("counterfoil-window", &["counterfoil-station"]),
        ("counterfoil-postgres", &[]),
        (
            "counterfoil-tests",
            &[
                "counterfoil-central",
                "counterfoil-domain",
                "counterfoil-formats",
                "counterfoil-paper",
                "counterfoil-postgres",
                "counterfoil-station",
            ],
        ),
    ]);
    for (room, may_know) in &allowed {
        let knows = graph.direct(room);
        let ours = knows.iter().filter(|name| name.starts_with("counterfoil-"));
        for other in ours {
            assert!(
                may_know.contains(&other.as_str()),
                "{room} knows {other}, which is no arrow of the house"
            );
        }
    }
    let members: BTreeSet<_> = graph.members.iter().map(String::as_str).collect();
    assert_eq!(
        members,
        allowed.keys().copied().collect(),
        "a room without its arrows written down here"
    );
}

#[test]
fn rooms_stay_free_of_what_does_not_belong_in_them() {
    let side_effects = [
        "rusqlite",
        "tokio",
        "tokio-postgres",
        "tauri",
        "wry",
        "axum",
        "serialport",
        "ureq",
        "indicatif",
        "clap",
    ];
    let graph = Graph::of_the_workspace();
    for (room, unwanted) in PURE
        .iter()
        .flat_map(|room| side_effects.map(|unwanted| (room, unwanted)))
    {
        graph.refuse(
            room,
            unwanted,
            "a rule that touches a file, a port or a network cannot be tried in a table",
        );
    }
    for unwanted in ["tauri", "wry", "axum", "tokio"] {
        graph.refuse(
            "counterfoil-station",
            unwanted,
            "a workstation works without a screen and without a server",
        );
    }
    for unwanted in ["rusqlite", "tauri", "wry", "ureq"] {
        graph.refuse(
            "counterfoil-central",
            unwanted,
            "central records live in PostgreSQL and ask nobody",
        );
    }
    graph.refuse(
        "counterfoil-window",
        "axum",
        "the window speaks to its own workstation only",
    );
    for room in &graph.members {
        graph.refuse(
            room,
            "openssl-sys",
            "one provider of cryptography, and that one in Rust",
        );
    }
}

/// Who depends on whom, as cargo resolves it, without what is used in tests alone.
struct Graph {
    members: Vec<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// As it is on the system that this runs on; only what was fetched for it is looked at.
    fn of_the_workspace() -> Graph {
        let output = Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--offline",
                "--filter-platform",
                &system(),
            ])
            .current_dir(repository())
            .output()
            .expect("cargo starts");
        assert!(
            output.status.success(),
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
        let list = |value: &Value| value.as_array().expect("a list").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let names: BTreeMap<_, _> = list(&metadata["packages"])
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let known = edges.entry(names[&text(&node["id"])].clone()).or_default();
            for dependency in list(&node["deps"]) {
                if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                    known.insert(names[&text(&dependency["pkg"])].clone());
                }
            }
        }
        let members = list(&metadata["workspace_members"])
            .iter()
            .map(|id| names[&text(id)].clone())
            .collect();
        Graph { members, edges }
    }

    fn direct(&self, room: &str) -> &BTreeSet<String> {
        self.edges
            .get(room)
            .unwrap_or_else(|| panic!("there is no room {room}"))
    }

    /// Fails where `room` comes to know `unwanted`, and says by which way.
    fn refuse(&self, room: &str, unwanted: &str, because: &str) {
        let mut ways = vec![vec![room]];
        let mut seen = BTreeSet::from([room]);
        while let Some(way) = ways.pop() {
            let here = *way.last().expect("a way has its end");
            assert_ne!(here, unwanted, "{} — {because}", way.join(" → "));
            for next in self.edges.get(here).into_iter().flatten() {
                if seen.insert(next) {
                    ways.push([way.clone(), vec![next]].concat());
                }
            }
        }
    }
}

/// The system that this runs on, by rustc's name for it: `x86_64-unknown-linux-gnu`.
fn system() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc says its host").to_owned()
}

#[test]
fn screens_reach_the_window_through_the_host_alone() {
    for (path, text) in sources(&["ui/src"], &["ts", "svelte"]) {
        if !path.starts_with("ui/src/host/") {
            assert!(
                !text.contains("@tauri-apps"),
                "{path}: only ui/src/host knows that there is a window around it"
            );
        }
    }
}

#[test]
fn no_screen_imports_another() {
    let mut looked_at = 0;
    for (path, text) in sources(&["ui/src/screens"], &["ts", "svelte"]) {
        let own = path.split('/').nth(3).expect("ui/src/screens/SCREEN/…");
        for imported in imports(&text) {
            let target = resolved(&path, imported);
            if let Some(rest) = target.strip_prefix("ui/src/screens/") {
                let other = rest.split('/').next().unwrap_or_default();
                assert_eq!(
                    other, own,
                    "{path} imports {imported}: what two screens need lies in parts or desk"
                );
            }
            looked_at += 1;
        }
    }
    assert!(
        looked_at > 0,
        "the screens import nothing at all: this guard looks at the wrong place"
    );
}

/// What a module imports, as written.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let after_from = text
        .split(" from ")
        .skip(1)
        .chain(text.split("import(").skip(1))
        .chain(text.split("import ").skip(1));
    after_from.filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        rest[1..].split(quote).next()
    })
}

/// A relative import as a path of the repository; anything else as it stands.
fn resolved(importer: &str, imported: &str) -> String {
    if !imported.starts_with('.') {
        return imported.to_owned();
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in imported.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

// ---- the pure rooms ----------------------------------------------------

#[test]
fn the_pure_rooms_ban_the_same_calls() {
    let bans = |room: &str| {
        let path = repository().join("crates").join(room).join("clippy.toml");
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let domain = bans("domain");
    for call in [
        "SystemTime::now",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "new_v4",
        "now_v7",
        "fs::read",
        "env::var",
    ] {
        assert!(domain.contains(call), "crates/domain/clippy.toml does not ban {call}");
    }
    for room in ["formats", "paper"] {
        assert_eq!(
            bans(room),
            domain,
            "crates/{room}/clippy.toml is not that of crates/domain"
        );
    }
}

#[test]
fn no_float_holds_money_in_the_rules() {
    for (path, text) in sources(&["crates/domain/src", "crates/formats/src"], &["rs"]) {
        for word in ["f32", "f64"] {
            let used = text
                .lines()
                .any(|line| words(line).any(|found| found == word) && !line.trim_start().starts_with("//"));
            assert!(!used, "{path} uses {word}: money is whole cents, rates are decimals");
        }
    }
}

// ---- tests -------------------------------------------------------------

#[test]
fn every_refusal_is_tried_by_a_test() {
    let refusals = std::fs::read_to_string(repository().join("crates/domain/src/refusal.rs")).expect("the refusals");
    let variants: Vec<&str> = variants(&refusals, "pub enum Refusal {");
    assert!(variants.len() > 50, "the refusals were not found: {variants:?}");
    let tests: String = sources(&["crates", "tests"], &["rs"])
        .into_iter()
        .map(|(path, text)| test_code(&path, text))
        .collect();
    let untried: Vec<_> = variants
        .into_iter()
        .filter(|variant| {
            !tests.contains(&format!("Refusal::{variant}")) && !tests.contains(&format!("\"{}\"", snake(variant)))
        })
        .collect();
    assert_eq!(untried, Vec::<&str>::new(), "refusals that no test asks for");
}

#[test]
fn every_refusal_of_central_records_is_tried_by_a_test() {
    let messages = std::fs::read_to_string(repository().join("crates/formats/src/wire.rs")).expect("the messages");
    let names: Vec<&str> = variants(&messages, "pub enum RefusalCode {");
    assert!(names.len() > 8, "the codes were not found: {names:?}");
    // Where they are named by their own table they are not asked for.
    let asked: String = sources(&["crates/central", "crates/station", "tests"], &["rs"])
        .into_iter()
        .map(|(path, text)| test_code(&path, text))
        .collect();
    let untried: Vec<_> = names
        .into_iter()
        .filter(|name| {
            let forms = [format!("RefusalCode::{name}"), format!("\"{}\"", snake(name))];
            !forms.iter().any(|form| asked.contains(form))
        })
        .collect();
    assert_eq!(
        untried,
        Vec::<&str>::new(),
        "refusals of central records that no test asks for"
    );
}

#[test]
fn every_fault_of_the_workstation_is_tried_by_a_test() {
    let faults = std::fs::read_to_string(repository().join("crates/station/src/fault.rs")).expect("the faults");
    let view = faults
        .split("fn view(&self)")
        .nth(1)
        .and_then(|rest| rest.split("\n    }\n").next())
        .expect("their codes");
    let is_code = |text: &&str| text.contains('_') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let codes: Vec<&str> = view.split('"').skip(1).step_by(2).filter(is_code).collect();
    assert!(codes.len() > 15, "the codes were not found: {codes:?}");
    let tests: String = sources(&["crates", "tests"], &["rs"])
        .into_iter()
        .map(|(path, text)| test_code(&path, text))
        .collect();
    let asked_for = |code: &str| {
        // In a reply, on the command line, or by the fault itself.
        let forms = [
            format!("\"{code}\""),
            format!("({code})"),
            format!("Fault::{}", camel(code)),
        ];
        forms.iter().any(|form| tests.contains(form))
    };
    let excused = |code: &str| UNTRIED.iter().any(|(fault, _)| *fault == code);
    let untried: Vec<_> = codes
        .into_iter()
        .filter(|code| !asked_for(code) && !excused(code))
        .collect();
    assert_eq!(untried, Vec::<&str>::new(), "faults that no test asks for");
}

/// The names of an enum's variants.
fn variants<'t>(text: &'t str, opens: &str) -> Vec<&'t str> {
    let body = text.split(opens).nth(1).and_then(|rest| rest.split("\n}").next());
    body.unwrap_or_else(|| panic!("there is no {opens}"))
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(|line| words(line).next())
        .collect()
}

/// The part of a file that is tests.
fn test_code(path: &str, text: String) -> String {
    let whole = path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("tests.rs");
    if whole {
        text
    } else {
        text.split_once("#[cfg(test)]")
            .map(|(_, tests)| tests.to_owned())
            .unwrap_or_default()
    }
}

// ---- all files ---------------------------------------------------------

#[test]
fn files_stay_small_enough_to_read() {
    for (path, text) in sources(&[""], &["rs", "ts", "svelte", "css", "mjs", "js"]) {
        let lines = text.lines().count();
        let excused = LONG.iter().any(|(long, _)| *long == path);
        assert!(
            lines <= 700 || excused,
            "{path} has {lines} lines: split it by noun, or list it with its reason"
        );
    }
    for (long, _) in LONG {
        let lines = std::fs::read_to_string(repository().join(long)).map_or(0, |text| text.lines().count());
        assert!(lines > 700, "{long} is not that long any more: take it off the list");
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not hold what it looks for.
    let marks = ["TO DO", "FIX ME", "X XX", "dbg !(", "to do!(", "unimple mented!("].map(|mark| mark.replace(' ', ""));
    for (path, text) in sources(&[""], &["rs", "ts", "svelte", "css", "mjs", "js", "toml", "md"]) {
        for mark in &marks {
            assert!(
                !text.contains(mark.as_str()),
                "{path} holds {mark}: do it, or say in words what is not done"
            );
        }
    }
}

#[test]
fn lock_files_name_no_place_to_download_from() {
    let npm = std::fs::read_to_string(repository().join("ui/package-lock.json")).expect("the screens' lock file");
    assert!(
        !npm.contains("\"resolved\""),
        "ui/package-lock.json names addresses: ui/.npmrc has omit-lockfile-registry-resolved"
    );
    let cargo = std::fs::read_to_string(repository().join("Cargo.lock")).expect("the workspace's lock file");
    let sources = cargo.lines().filter(|line| line.starts_with("source = "));
    for source in sources {
        let usual = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert_eq!(source, usual, "Cargo.lock takes a crate from elsewhere");
    }
}

/// Files of the repository below some folders, with some endings: path and text.
fn sources(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    // New files count before they are committed; safe.directory, because a build machine may own the clone by another name.
    let output = Command::new("git")
        .args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(repository())
        .output()
        .expect("git starts");
    assert!(
        output.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let list = String::from_utf8(output.stdout).expect("paths in UTF-8");
    let wanted = |path: &&str| {
        let ending = Path::new(path)
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        folders
            .iter()
            .any(|folder| folder.is_empty() || path.starts_with(&format!("{folder}/")))
            && endings.contains(&ending)
    };
    let files: Vec<_> = list
        .split('\0')
        .filter(wanted)
        // One that was deleted and not committed yet is still listed.
        .filter_map(|path| Some((path.to_owned(), std::fs::read_to_string(repository().join(path)).ok()?)))
        .collect();
    assert!(
        !files.is_empty(),
        "no files in {folders:?}: this guard looks at the wrong place"
    );
    files
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

fn snake(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

fn camel(code: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    code.split('_').map(word).collect()
}
