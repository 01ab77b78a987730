//! The receipt printer against real lines: a pseudo-terminal and a TCP port whose
//! far end decodes what comes and answers as a printer does, and a folder.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answering;
mod breaking;
mod deciding;
mod model;
mod ports;
mod restarting;
mod till;

use counterfoil_domain::config::PrinterProfile;

use model::{FarEnd, Model};
use till::Till;

const KICK: [u8; 5] = [0x1b, 0x70, 0x00, 0x19, 0xfa];

fn serial_till() -> (Till, FarEnd) {
    let folder = Till::new();
    let far = FarEnd::on_serial_line(folder.path());
    let profile = PrinterProfile {
        port: far.port(),
        status: true,
        drawer_kick: true,
        ..PrinterProfile::default()
    };
    (Till { profile, ..folder }, far)
}

fn without_status(till: Till) -> Till {
    let profile = PrinterProfile {
        status: false,
        ..till.profile
    };
    Till { profile, ..till }
}

fn kicks(model: &Model) -> usize {
    model.paper.windows(KICK.len()).filter(|bytes| *bytes == KICK).count()
}

/// By the barcode near its end, also where the paper breaks off within a command.
fn copies_of(model: &Model, receipt: &str) -> usize {
    let barcode = format!("{{B{receipt}");
    model
        .paper
        .windows(barcode.len())
        .filter(|bytes| *bytes == barcode.as_bytes())
        .count()
}

fn has_cut(model: &Model) -> bool {
    model.paper.ends_with(&[0x1d, b'V', 66, 3])
}
