//! The commands, as an administrator types them.

use std::process::Command;

use crate::accounts::FIRST;
use crate::office::Office;

#[test]
fn accounts_batches_and_tokens_by_command() {
    let office = Office::open().with_demo_day();
    let folder = office.folder.path();
    let settings = folder.join("central.toml");
    let config = &office.central.config;
    let text = format!(
        "city = '{}'\ndatabase = '{}'\nfolder = '{}'\n",
        config.city,
        config.database,
        folder.display()
    );
    std::fs::write(&settings, text).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"));
        command.arg("--config").arg(&settings).args(arguments);
        let output = command.env("COUNTERFOIL_CENTRAL_BY", "test").output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let file = office.file(FIRST);
    let file = file.to_str().unwrap();
    let (good, said, problem) = run(&["import-accounts", file, "--preview"]);
    assert!(
        good && said.contains("3 new, 0 changed, 0 gone") && said.contains("this was the preview"),
        "{said}{problem}"
    );
    let (good, said, _) = run(&["import-accounts", file]);
    assert!(
        good && said.contains("taken in as revision 1") && said.contains("247.62"),
        "{said}"
    );
    let (good, _, problem) = run(&["import-accounts", file]);
    assert!(!good && problem.contains("taken_in_before"), "{problem}");
    let bad = office.file(&FIRST.replace("184.62", "-1").replace("273.40", "x"));
    let (good, said, problem) = run(&["import-accounts", bad.to_str().unwrap()]);
    assert!(!good && said.is_empty(), "{said}");
    let lines: Vec<&str> = problem.lines().filter(|line| line.starts_with("line ")).collect();
    assert_eq!(lines.len(), 2, "every bad row is named: {problem}");
    assert!(lines.iter().all(|line| line.contains("amount_malformed")), "{problem}");
    assert!(problem.contains("(file_refused)"), "{problem}");
    let out = folder.to_str().unwrap();
    let (good, said, problem) = run(&["posting-batch", "--out", out]);
    assert!(good && said.contains("posting batch 1 is made"), "{said}{problem}");
    let csv = std::fs::read(folder.join("posting-1.csv")).unwrap();
    assert!(csv.starts_with(b"H,counterfoil-posting-1,alder-creek,1,"));
    let (good, said, _) = run(&["posting-batch", "--number", "1", "--out", out, "--format", "json"]);
    assert!(good && said.contains("posting-1.json"), "{said}");
    let (good, said, _) = run(&["posting-batch", "--number", "1"]);
    assert!(good && said.contains("comes out as it did"), "{said}");
    let (good, _, problem) = run(&["posting-batch"]);
    assert!(!good && problem.contains("nothing_to_post"), "{problem}");
    let (good, token, _) = run(&["users", "token", "make", "cis"]);
    assert!(good && token.starts_with("counterfoil-billing-"), "{token}");
    let (good, said, _) = run(&["users", "token", "revoke", "cis"]);
    assert!(good && said.contains("revoked"), "{said}");
    let (good, said, _) = run(&["users", "token", "list"]);
    assert!(
        good && said.contains("cis") && said.contains(", revoked") && !said.contains(token.trim()),
        "{said}"
    );
}
