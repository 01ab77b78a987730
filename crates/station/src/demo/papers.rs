//! Every document of the demo day as a file.

use std::path::{Path, PathBuf};

use counterfoil_domain::business_day;
use counterfoil_domain::documents::ReceiptMark;
use counterfoil_domain::entry::Body;
use counterfoil_paper::pdf;
use serde_json::{Value, json};

use super::closing::SUPERVISOR;
use super::window::Window;
use crate::fault::Fault;
use crate::journal::JournalReader;
use crate::paper_source::document;

/// Writes a command's reply as it came, so that it can be held against the journals.
///
/// # Errors
/// Those of the file system.
pub(super) fn reply(name: &str, reply: &Value, out: &Path) -> Result<PathBuf, Fault> {
    let path = out.join(name);
    std::fs::write(&path, format!("{reply:#}\n"))?;
    Ok(path)
}

/// Writes the documents of all windows into a folder, and those of the closed day, its
/// deposit and its departments; gives the files written, in order.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused; those of the store and of the file system.
pub(super) fn of_day(windows: &[Window], date: &Value, out: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut written = Vec::new();
    for window in windows {
        written.extend(of_window(window, date, out)?);
    }
    let reply = windows[0].call("write_document", json!({ "date": date }))?;
    written.extend(of_reply(&reply, out)?);
    Ok(written)
}

/// Copies the documents that a reply names into the folder of all documents: one, or the
/// list of a report's files.
///
/// # Errors
/// Those of the file system.
pub(super) fn of_reply(reply: &Value, out: &Path) -> Result<Vec<PathBuf>, Fault> {
    let one = [&reply["path"]].into_iter().filter(|path| path.is_string());
    let files = [&reply["files"], &reply["written"]["files"]];
    let all = one.chain(files.into_iter().filter_map(Value::as_array).flatten());
    all.map(|path| copied(path, out)).collect()
}

/// Copies a document that a command wrote into the folder of all documents.
fn copied(path: &Value, out: &Path) -> Result<PathBuf, Fault> {
    let from = PathBuf::from(path.as_str().unwrap_or_default());
    let to = out.join(from.file_name().unwrap_or_default());
    std::fs::copy(&from, &to)?;
    Ok(to)
}

/// Writes the PDF of every receipt and the balancing sheet of every session that a
/// window had on a date into a folder, and its journal; gives the files written, in order.
///
/// # Errors
/// Those of the store and of the file system.
fn of_window(window: &Window, date: &Value, out: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut written = Vec::new();
    let receipts = out.join("receipts");
    std::fs::create_dir_all(&receipts)?;
    let zone = business_day::zone(&window.configuration.site);
    let reader = JournalReader::open(&window.station.folder().journal())?;
    let mut sessions = Vec::new();
    reader.each_after(0, reader.last_seq()?, |stored| {
        let entry = stored.entry()?;
        if entry.business_date.to_string() != *date {
            return Ok(true);
        }
        match entry.body {
            Body::Receipt(receipt) => {
                let path = receipts.join(format!("{}.pdf", receipt.number));
                std::fs::write(
                    &path,
                    pdf::receipt(&document(&stored, &receipt, ReceiptMark::Original, zone)?),
                )?;
                written.push(path);
            }
            Body::DrawerOpened(opened) => sessions.push(opened.session),
            _ => {}
        }
        Ok(true)
    })?;
    window.sign_in(SUPERVISOR)?;
    for session in sessions {
        let reply = window.call("balancing_sheet", json!({ "session": session }))?;
        written.push(copied(&reply["path"], out)?);
    }
    let journal = out.join(format!("journal-{}.jsonl", window.station.code()));
    let mut lines = String::new();
    reader.each_after(0, reader.last_seq()?, |stored| {
        lines.push_str(&stored.bytes);
        lines.push('\n');
        Ok(true)
    })?;
    std::fs::write(&journal, lines)?;
    written.push(journal);
    Ok(written)
}
