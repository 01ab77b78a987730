//! Writing an accounts file.

use std::io::{Error, ErrorKind, Result, Write};

use chrono::SecondsFormat;
use counterfoil_domain::account::{Account, Flags};
use counterfoil_domain::money::Cents;

use super::{FORMAT, FORMAT_WITH_BATCH, Header, Totals};

/// Writes an accounts file; [`Writer::finish`] writes the trailer, without which
/// no reader takes it.
pub struct Writer<W: Write> {
    output: csv::Writer<W>,
    totals: Totals,
}

impl<W: Write> Writer<W> {
    /// Begins a file with its header: of format 1 where it names no posting batch.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(output: W, header: &Header) -> Result<Writer<W>> {
        let mut writer = Writer {
            output: csv::WriterBuilder::new().flexible(true).from_writer(output),
            totals: Totals::default(),
        };
        let as_of = header.as_of.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        match header.included_batch {
            None => writer.record(&["H", FORMAT, &as_of, &header.city])?,
            Some(batch) => writer.record(&["H", FORMAT_WITH_BATCH, &as_of, &header.city, &batch.to_string()])?,
        }
        Ok(writer)
    }

    /// Writes an account and its charges.
    ///
    /// # Errors
    /// Those of the output, and [`ErrorKind::InvalidInput`] where a text holds a
    /// control character or an amount is negative, which the format cannot carry.
    pub fn write(&mut self, account: &Account) -> Result<()> {
        let cash_only_until = account
            .flags
            .cash_only_until
            .map(|date| date.to_string())
            .unwrap_or_default();
        let restore_amount = account.flags.restore_amount.map(plain).transpose()?.unwrap_or_default();
        let (number, name, address) = (&account.number, &account.name, &account.address);
        let flags = words(&account.flags);
        self.record(&[
            "A",
            number,
            name,
            address,
            &account.phone,
            &flags,
            &cash_only_until,
            &restore_amount,
        ])?;
        self.totals.accounts += 1;
        for charge in &account.charges {
            let (due_date, due) = (charge.due_date.to_string(), plain(charge.due)?);
            self.record(&[
                "C",
                &charge.id,
                &charge.code,
                &charge.description,
                &charge.reference,
                &due_date,
                &due,
            ])?;
            self.totals.charges += 1;
            self.totals.due = self.totals.due.plus(charge.due).map_err(invalid)?;
        }
        Ok(())
    }

    /// Writes the trailer and gives the control figures.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> Result<Totals> {
        let Totals { accounts, charges, due } = self.totals;
        self.record(&["T", &accounts.to_string(), &charges.to_string(), &plain(due)?])?;
        self.output.flush()?;
        Ok(self.totals)
    }

    fn record(&mut self, fields: &[&str]) -> Result<()> {
        if fields.iter().any(|field| field.contains(char::is_control)) {
            return Err(invalid("a field holds a control character"));
        }
        self.output.write_record(fields).map_err(Error::other)
    }
}

fn words(flags: &Flags) -> String {
    let standing = [
        (flags.bankruptcy, "bankruptcy"),
        (flags.lien, "lien"),
        (flags.payment_plan, "payment_plan"),
    ];
    let words: Vec<&str> = standing
        .into_iter()
        .filter(|(stands, _)| *stands)
        .map(|(_, word)| word)
        .collect();
    words.join(" ")
}

/// `1234.56`, without thousands commas.
fn plain(amount: Cents) -> Result<String> {
    if amount < Cents::ZERO {
        return Err(invalid("an amount is negative"));
    }
    Ok(format!("{}.{:02}", amount.0 / 100, amount.0 % 100))
}

fn invalid(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::InvalidInput, cause)
}
