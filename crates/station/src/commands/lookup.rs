//! Looking accounts up: as typed, by number, by a scanned bill; and reading a
//! check's MICR line.

use counterfoil_domain::account::{Account, Standing};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::is_own_account;
use counterfoil_formats::micr;
use counterfoil_formats::scan_line::{self, ScanPattern};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::returned;

/// Accounts found are at most this many.
const MOST: usize = 20;

/// Looks accounts up as typed; by a returned item's number, as its notice names it, those on
/// which it left something due.
///
/// # Errors
/// Those of the store.
pub fn find_accounts(call: &Call<'_>, request: FindAccounts) -> Result<FoundAccounts, Fault> {
    let configuration = call.station.configuration();
    let desk = call.station.desk();
    let today = desk.held().today(call.station.clock().now());
    let mut standings = of_returned_item(call, &desk, &request.text)?;
    let mut more = false;
    if standings.is_empty() {
        standings = call.station.unlisted_like(&desk, &request.text)?;
        let found = call.station.accounts.find(&request.text, MOST)?;
        more = found.more;
        for account in found.accounts {
            standings.push(call.station.standing_of(&desk, account)?);
        }
    }
    let accounts = standings.into_iter().take(MOST).map(|standing| {
        let due = standing.due()?;
        let flags = standing.account.flags.notices(&configuration.policies.flags, today);
        let Account {
            number,
            name,
            address,
            phone,
            ..
        } = standing.account;
        Ok(FoundAccount {
            number,
            name,
            address,
            phone,
            due,
            flags,
        })
    });
    Ok(FoundAccounts {
        accounts: accounts.collect::<Result<_, Fault>>()?,
        more,
    })
}

/// The accounts on which the returned item of that number left something due.
fn of_returned_item(call: &Call<'_>, desk: &Desk, text: &str) -> Result<Vec<Standing>, Fault> {
    let number = text.trim().to_uppercase();
    let (true, Some(site)) = (is_own_account(&number), call.station.whole_site()) else {
        return Ok(Vec::new());
    };
    let item = site.read(|inside| returned::get(&inside.connection, &number))?;
    let accounts = item.iter().flat_map(|item| item.accounts());
    let mut standings = Vec::new();
    for account in accounts {
        standings.extend(call.station.standing(desk, account)?);
    }
    Ok(standings)
}

/// One account with its charges.
///
/// # Errors
/// [`Refusal::UnknownAccount`], those of the store.
pub fn account(call: &Call<'_>, request: GetAccount) -> Result<AccountView, Fault> {
    let standing = standing(call, &request.number)?;
    view(call, standing)
}

/// The account of that number as it stands after own payments.
fn standing(call: &Call<'_>, number: &str) -> Result<Standing, Fault> {
    let standing = call.station.standing(&call.station.desk(), number)?;
    Ok(standing.ok_or_else(|| Refusal::UnknownAccount {
        account: number.to_owned(),
    })?)
}

fn view(call: &Call<'_>, standing: Standing) -> Result<AccountView, Fault> {
    let configuration = call.station.configuration();
    let today = call.station.desk().held().today(call.station.clock().now());
    Ok(AccountView {
        flags: standing.account.flags.notices(&configuration.policies.flags, today),
        due: standing.due()?,
        account: standing.account,
    })
}

/// Finds the account and the charges of a scanned bill: the one charge with the
/// bill's reference, or all that are due.
///
/// # Errors
/// [`Refusal::ScanUnknown`], [`Refusal::ScanCheckDigit`], [`Refusal::UnknownAccount`].
pub fn scan(call: &Call<'_>, request: ScanBill) -> Result<ScannedBill, Fault> {
    let configuration = call.station.configuration();
    let patterns = configuration
        .scan_lines
        .iter()
        .map(ScanPattern::compile)
        .collect::<Result<Vec<_>, _>>()?;
    let bill = scan_line::read(&request.line, &patterns)?;
    let standing = match (&bill.account, &bill.reference) {
        (Some(account), _) => standing(call, account)?,
        (None, Some(reference)) => {
            let found = call.station.accounts.find(reference, 1)?.accounts.into_iter().next();
            let number = found
                .ok_or_else(|| Refusal::UnknownAccount {
                    account: reference.clone(),
                })?
                .number;
            standing(call, &number)?
        }
        (None, None) => return Err(Refusal::ScanUnknown.into()),
    };
    let due = standing.account.charges.iter().filter(|charge| charge.due.0 > 0);
    let charges: Vec<String> = match &bill.reference {
        Some(reference) => due
            .filter(|charge| charge.reference == *reference)
            .map(|charge| charge.id.clone())
            .collect(),
        None => due.map(|charge| charge.id.clone()).collect(),
    };
    Ok(ScannedBill {
        bill: bill.bill,
        account: view(call, standing)?,
        charges,
        amount: bill.amount,
    })
}

/// Reads a check's MICR line.
///
/// # Errors
/// [`Refusal::MicrMalformed`], [`Refusal::RoutingChecksum`].
pub fn read_micr(_call: &Call<'_>, request: ReadMicr) -> Result<MicrView, Fault> {
    let line = micr::read(&request.line)?;
    Ok(MicrView {
        routing: line.routing,
        account: line.account,
        number: line.number,
    })
}
