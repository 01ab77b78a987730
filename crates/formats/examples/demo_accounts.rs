//! Writes the demo city's accounts file to standard output:
//! `cargo run -p counterfoil-formats --example demo_accounts > assets/demo/accounts.csv`.

use std::io::{BufWriter, Error, stdout};

use chrono::{NaiveDate, NaiveTime};
use counterfoil_formats::accounts::{Header, Writer};
use counterfoil_formats::generate::demo_accounts;

fn main() -> Result<(), Error> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    let header = Header {
        as_of: today
            .and_time(NaiveTime::from_hms_opt(6, 0, 0).unwrap_or_default())
            .and_utc(),
        city: "CITY OF ALDER CREEK".to_owned(),
        included_batch: None,
    };
    let mut writer = Writer::new(BufWriter::new(stdout().lock()), &header)?;
    for account in demo_accounts(today) {
        writer.write(&account)?;
    }
    writer.finish().map(|_| ())
}
