//! The program itself, by its commands.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use counterfoil_postgres::Postgres;
use tempfile::TempDir;

struct Program {
    folder: TempDir,
    _postgres: Postgres,
}

impl Program {
    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"))
            .arg("--config")
            .arg(self.folder.path().join("central.toml"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        program.wait_with_output().unwrap()
    }

    #[track_caller]
    fn does(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments, "correct horse\n");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {complaint}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refuses(&self, arguments: &[&str], words: &str) {
        let output = self.run(arguments, "");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && complaint.contains(words),
            "{arguments:?}: {complaint}"
        );
    }
}

#[test]
fn the_commands_from_the_first_to_the_proof() {
    let postgres = Postgres::start_with(&[("fsync", "off")]);
    let database = postgres.create_database("records");
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let settings = format!(
        "city = 'alder-creek'\ndatabase = '{database}'\nfolder = '{}'\n",
        keys.display()
    );
    std::fs::write(folder.path().join("central.toml"), settings).unwrap();
    let city = include_str!("../../../../assets/demo/city.toml");
    let file = folder.path().join("city.toml");
    std::fs::write(&file, city).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let program = Program {
        folder,
        _postgres: postgres,
    };
    program.refuses(&["verify"], "(identity_unsuited)");
    assert!(program.does(&["migrate"]).contains("migrated: 0001_streams"));
    assert!(program.does(&["migrate"]).contains("nothing to do"));
    program.refuses(&["enrol", "--site", "CH", "--station", "W2"], "no configuration yet");
    assert!(program.does(&["configure", &file]).contains("is entry 1"));
    assert!(
        program
            .does(&["configure", &file, "--by", "M. Tran"])
            .contains("in force already")
    );
    let broken = program.folder.path().join("broken.toml");
    std::fs::write(&broken, city.replace("format = 1", "format = 9")).unwrap();
    program.refuses(&["configure", broken.to_str().unwrap()], "(configuration_invalid)");
    for arguments in [
        &["enrol", "--site", "CH", "--station", "W2", "--hours", "2"][..],
        &["enrol", "CH/W2"],
        &["enrol", "alder-creek/CH/W2", "--by", "M. Tran"],
    ] {
        let code = program.does(arguments);
        assert!(
            code.trim()
                .parse::<counterfoil_formats::enrolment_code::EnrolmentCode>()
                .is_ok(),
            "{code}"
        );
    }
    program.refuses(&["enrol", "elsewhere/CH/W2"], "no workstation's name here");
    program.refuses(&["enrol", "revoke", "CH/W2"], "not enrolled");
    assert_eq!(program.does(&["enrol", "list"]), "");
    let users = program.does(&["users", "list"]);
    assert!(users.contains("alvarez  R. Alvarez  cashier  active  at CH"), "{users}");
    let add = [
        "users",
        "add",
        "new",
        "--name",
        "N. New",
        "--roles",
        "cashier,supervisor",
        "--site",
        "CH",
    ];
    program.refuses(&add, "--by");
    program.does(&[&add[..], &["--by", "M. Tran"]].concat());
    program.does(&["users", "set-password", "new", "--by", "M. Tran"]);
    program.does(&["users", "set-roles", "new", "--roles", "auditor", "--by", "M. Tran"]);
    assert!(
        program
            .does(&["users", "list"])
            .contains("new  N. New  auditor  active  at CH")
    );
    program.does(&["users", "deactivate", "new", "--by", "M. Tran"]);
    assert!(
        program
            .does(&["users", "list"])
            .contains("new  N. New  auditor  left  at CH")
    );
    program.refuses(&["users", "deactivate", "nobody", "--by", "M. Tran"], "(not_done)");
    assert_eq!(program.does(&["alerts"]), "");
    program.refuses(&["alerts", "acknowledge", "1", "--by", "M. Tran"], "no alert 1 is open");
    assert!(program.does(&["verify"]).contains("alder-creek/CH/CENTRAL: 4 entries"));
}

/// A bundle that came on a stick is taken in as a push is.
#[test]
fn a_file_is_taken_in_and_a_stop_is_orderly() {
    let office = crate::office::Office::open();
    let mut one = office.workstation("W2");
    one.work(5);
    let path = office.folder.path().join("W2.bundle");
    std::fs::write(&path, one.bundle(0, 5)).unwrap();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"));
        program
            .env("COUNTERFOIL_CENTRAL_CITY", crate::office::CITY)
            .env(
                "COUNTERFOIL_CENTRAL_DATABASE",
                office.postgres.url(crate::office::DATABASE),
            )
            .env("COUNTERFOIL_CENTRAL_FOLDER", office.folder.path())
            .env("COUNTERFOIL_CENTRAL_LISTEN", "127.0.0.1:0")
            .args(arguments);
        program
    };
    let path = path.to_str().unwrap();
    let output = run(&["import-bundle", path]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // The clock of the test stands before the machine's own: the bundle is not from the future there.
    assert!(
        said.contains("5 new entries, up to entry 5"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(office.entries("W2"), 5);
    let again = run(&["import-bundle", path, "--site", "CH"]).output().unwrap();
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 new entries, up to entry 5"));

    let mut serve = run(&["serve"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(serve.stdout.take().unwrap()), &mut line).unwrap();
    assert!(line.starts_with("listening on https://127.0.0.1:"), "{line}");
    let stopped = Command::new("kill").arg(serve.id().to_string()).status().unwrap();
    assert!(stopped.success());
    let output = serve.wait_with_output().unwrap();
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["message"], "stopping", "{log}");
}
