//! Where the built programs are. Cargo puts them beside the folder of the test
//! that asks; it does not build them for it, so `./dev` builds the workspace first.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The `counterfoil` program.
#[must_use]
pub fn counterfoil() -> PathBuf {
    built("counterfoil")
}

/// The `counterfoil-central` program.
#[must_use]
pub fn central() -> PathBuf {
    built("counterfoil-central")
}

/// The window's program.
#[must_use]
pub fn window() -> PathBuf {
    built("counterfoil-window")
}

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn built(name: &str) -> PathBuf {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let test = std::env::current_exe().expect("a test knows its own program");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in target/PROFILE/deps");
    let program = profile.join(&name);
    assert!(
        program.is_file(),
        "{} is not built: run `cargo build --workspace --bins`",
        program.display()
    );
    program
}

/// The text of a PDF, laid out as on its pages.
#[must_use]
pub fn text_of_pdf(path: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(path)
        .arg("-")
        .output()
        .expect("pdftotext starts (package poppler-utils)");
    assert!(output.status.success(), "pdftotext cannot read {}", path.display());
    String::from_utf8(output.stdout).expect("pdftotext writes UTF-8")
}
