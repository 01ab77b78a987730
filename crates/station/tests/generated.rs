//! Writes what is made from the command list: the TypeScript of the screens and
//! `docs/rpc.md`. The test command fails where the committed files differ.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use counterfoil_domain::money::{Cents, MAX_EXACT};
use counterfoil_station::rpc::{COMMANDS, visit_types};
use ts_rs::{Config, TS, TypeVisitor};

/// Declarations by type name, dependencies included.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        T::visit_generics(self);
        if T::output_path().is_none() || self.found.contains_key(&T::ident(&self.config)) {
            return;
        }
        let docs = T::docs().map(|docs| comment(&docs, "")).unwrap_or_default();
        let declaration = T::decl(&self.config);
        self.found
            .insert(T::ident(&self.config), format!("{docs}export {declaration}\n"));
        T::visit_dependencies(self);
    }
}

fn comment(docs: &str, indent: &str) -> String {
    let text = docs.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    format!(
        "{indent}/** {} */\n",
        text.trim()
            .trim_start_matches("/**")
            .trim_end_matches("*/")
            .replace(" * ", " ")
            .trim()
    )
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn declarations() -> BTreeMap<String, String> {
    let mut declarations = Declarations {
        config: Config::default().with_large_int("number"),
        found: BTreeMap::new(),
    };
    visit_types(&mut declarations);
    declarations.found
}

#[test]
fn typescript_of_the_screens() {
    let mut text =
        String::from("// Made from the command list by `cargo test -p counterfoil-station`; not to be edited.\n\n");
    for declaration in declarations().values() {
        writeln!(text, "{declaration}").unwrap();
    }
    text.push_str("/** Every command: its request and its reply. */\nexport interface Commands {\n");
    for command in COMMANDS {
        writeln!(
            text,
            "{}  {}: {{ request: {}; reply: {} }};",
            comment(command.doc, "  "),
            command.name,
            command.request,
            command.reply
        )
        .unwrap();
    }
    text.push_str("}\n");
    write_if_changed(&root().join("ui/src/generated/rpc.ts"), &text);
    assert!(!text.contains("bigint"), "JSON has no bigint");
}

#[test]
fn documentation_of_the_interface() {
    let mut text = String::from(include_str!("rpc-preface.md"));
    text.push_str("\n## Commands\n\n| command | request | reply | right | what it does |\n|---|---|---|---|---|\n");
    for command in COMMANDS {
        let right = serde_json::to_value(command.right).unwrap();
        let right = right.as_str().unwrap();
        let link = |name: &str| format!("[{name}](#{})", name.to_lowercase());
        let what = command.doc.trim();
        writeln!(
            text,
            "| `{}` | {} | {} | `{right}` | {what} |",
            command.name,
            link(command.request),
            link(command.reply)
        )
        .unwrap();
    }
    text.push_str("\n## Types\n\nWritten as TypeScript. A type `Cents` is a whole number of cents.\n");
    for (name, declaration) in declarations() {
        write!(text, "\n### {name}\n\n```ts\n{declaration}```\n").unwrap();
    }
    write_if_changed(&root().join("docs/rpc.md"), &text);
}

#[test]
fn cents_fit_a_number_of_json() {
    assert_eq!(
        MAX_EXACT, 9_007_199_254_740_991,
        "2^53 - 1, the largest whole number that a screen holds exactly"
    );
    assert_eq!(Cents::name(&Config::default()), "Cents");
}

fn write_if_changed(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|before| before == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
