//! Finding the original of an item that the bank returned, among the tenders of the whole site.

use chrono::{Days, NaiveDate};
use counterfoil_domain::check::{last_four, plain_number};
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::can_return;
use counterfoil_domain::returns::matching::{Agrees, Candidate, Found, Wanted, rank};
use counterfoil_formats::micr;

use super::super::after_close::{Traced, TracedTender, days_about};
use super::super::board::date_of;
use super::super::payment::detail;
use super::views::row_of;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::payments::{self, TenderRow};
use crate::site::{Inside, deposits, returned, rows};

/// Candidates that are looked at, of each kind of look-up.
const LOOKED_AT: u32 = 60;
/// Candidates that are shown.
const SHOWN: usize = 20;
/// Without a date the last so many days are searched by amount.
const DAYS_BACK: u64 = 400;
/// With a date so many days on each side.
const DAYS_ABOUT: u64 = 45;
/// Tenders of a bank account that are shown.
const OF_A_BANK_ACCOUNT: u32 = 50;

/// A candidate with its payment.
pub(super) struct Seen {
    pub(super) candidate: Candidate,
    pub(super) tender: TracedTender,
    together: Vec<TenderOf>,
}

/// The tenders that may be what is wanted.
pub(super) fn candidates(inside: &Inside, wanted: &Wanted, today: NaiveDate) -> Result<Vec<Seen>, Fault> {
    let connection = &inside.connection;
    let mut found: Vec<TenderRow> = Vec::new();
    if let Some(token) = &wanted.token {
        found.extend(payments::of_token(
            connection,
            token,
            wanted.number.as_deref(),
            LOOKED_AT,
        )?);
    }
    if let Some(number) = &wanted.number {
        found.extend(payments::of_number(connection, number, LOOKED_AT)?);
    }
    let span = match wanted.on {
        Some(on) => days_about(on, Days::new(DAYS_ABOUT)),
        None => (days_about(today, Days::new(DAYS_BACK)).0, today),
    };
    if let Some(amount) = wanted.amount {
        found.extend(payments::of_amount(connection, amount, span, LOOKED_AT)?);
    } else if let Some(payer) = &wanted.payer {
        found.extend(payments::of_payer(connection, payer, span, LOOKED_AT)?);
    }
    if let Some(number) = &wanted.deposit
        && let Some(deposit) = deposits::by_number(connection, number)?
    {
        for session in rows::of_deposit(connection, deposit)? {
            found.extend(payments::of_session(connection, session, LOOKED_AT)?);
        }
    }
    found.sort_by(|one, other| (&one.receipt, one.place).cmp(&(&other.receipt, other.place)));
    found.dedup_by(|one, other| (&one.receipt, one.place) == (&other.receipt, other.place));
    found.into_iter().map(|row| seen(inside, row)).collect()
}

fn seen(inside: &Inside, row: TenderRow) -> Result<Seen, Fault> {
    let traced = Traced::of(inside, &row.receipt)?;
    let tender = TracedTender::new(traced, row.place);
    let mut together: Vec<TenderOf> = Vec::new();
    let mut sum = row.amount;
    if let (Some(token), Some(number)) = (&row.token, &row.number) {
        for other in payments::of_token(&inside.connection, token, Some(number), LOOKED_AT)? {
            if other.receipt == row.receipt {
                continue;
            }
            let traced = TracedTender::new(Traced::of(inside, &other.receipt)?, other.place);
            if can_return(&traced.original()).is_ok() {
                sum = sum.plus(other.amount)?;
                together.push(TenderOf {
                    receipt: other.receipt,
                    place: other.place,
                    amount: other.amount,
                });
            }
        }
    }
    Ok(Seen {
        candidate: Candidate {
            receipt: row.receipt,
            place: row.place,
            amount: row.amount,
            together: sum,
            number: row.number,
            routing: row.routing,
            token: row.token,
            on: row.business_date,
            payer: row.payer,
            deposit: tender.traced.deposit.as_ref().map(|deposit| deposit.1.clone()),
            returnable: can_return(&tender.original()).is_ok(),
        },
        tender,
        together,
    })
}

/// The candidates ranked, with how certain the first is; at most `shown`.
pub(super) fn ranked(wanted: &Wanted, seen: &[Seen], shown: usize) -> (Found, Vec<OriginalView>) {
    let candidates: Vec<Candidate> = seen.iter().map(|one| one.candidate.clone()).collect();
    let found = rank(wanted, &candidates);
    let views = found.candidates.iter().take(shown);
    let views = views
        .filter_map(|(place, agrees)| Some(view(seen.get(*place)?, agrees.clone())))
        .collect();
    (found, views)
}

fn view(seen: &Seen, agrees: Vec<Agrees>) -> OriginalView {
    let trace = &seen.tender.traced.trace;
    let tender = trace.tenders.get(usize::from(seen.tender.place)).map(|one| &one.tender);
    let lines = trace.lines.iter().filter_map(|line| {
        let standing = line.standing().ok().filter(|standing| !standing.is_zero())?;
        let account = line.line.account.as_ref().map(|account| format!("{account} "));
        Some(format!(
            "{}{} {standing}",
            account.unwrap_or_default(),
            line.line.description
        ))
    });
    OriginalView {
        receipt: trace.number().to_owned(),
        place: seen.tender.place,
        business_date: trace.business_date.to_string(),
        session: seen.tender.traced.session.clone(),
        payer: trace.receipt.payer.clone(),
        tender: tender.map(|tender| tender.name.clone()).unwrap_or_default(),
        detail: tender.map(detail).unwrap_or_default(),
        amount: seen.candidate.amount,
        total: trace.receipt.total,
        lines: lines.collect(),
        deposit: seen.candidate.deposit.clone(),
        agrees,
        together: seen.together.clone(),
        refusal: can_return(&seen.tender.original())
            .err()
            .map(|refusal| Fault::from(refusal).view()),
    }
}

/// Looks for the tender that the bank returned.
///
/// # Errors
/// Amounts and MICR lines that do not read, [`Fault::BadRequest`] for a date that is none,
/// [`Refusal::NotClosingDesk`](counterfoil_domain::refusal::Refusal::NotClosingDesk), those of the store.
pub fn find_originals(call: &Call<'_>, request: FindOriginal) -> Result<FoundOriginals, Fault> {
    call.station.take_in_left()?;
    let given = |text: &Option<String>| {
        text.clone()
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let account = BankAccountGiven::read(call, &request.micr, &request.routing, &request.account)?;
    let amount = given(&request.amount)
        .map(|text| Cents::parse("amount", &text))
        .transpose()?;
    let wanted = Wanted {
        amount,
        number: account
            .number
            .or_else(|| given(&request.number).map(|text| plain_number(&text).to_owned())),
        routing: account.routing,
        token: account.token,
        on: date_of(request.date.as_deref())?,
        payer: given(&request.payer),
        deposit: given(&request.deposit).map(|number| number.to_uppercase()),
    };
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.site()?.read(|inside| {
        let seen = candidates(inside, &wanted, today)?;
        let (found, candidates) = ranked(&wanted, &seen, SHOWN);
        let token = wanted.token.clone().or_else(|| {
            let first = found.candidates.first()?;
            seen.get(first.0)?.candidate.token.clone()
        });
        let same_bank = match token {
            Some(token) => returned::of_token(&inside.connection, &token)?,
            None => Vec::new(),
        };
        Ok(FoundOriginals {
            certainty: found.certainty,
            candidates,
            same_bank: same_bank
                .iter()
                .map(|item| row_of(&call.station.configuration(), item, today))
                .collect(),
        })
    })
}

/// A bank account as it was given; its number becomes a token at once.
#[derive(Default)]
struct BankAccountGiven {
    routing: Option<String>,
    token: Option<String>,
    number: Option<String>,
    last_four: Option<String>,
}

impl BankAccountGiven {
    fn read(
        call: &Call<'_>,
        micr: &Option<String>,
        routing: &Option<String>,
        account: &Option<String>,
    ) -> Result<BankAccountGiven, Fault> {
        let some = |text: &Option<String>| {
            text.clone()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let (routing, account, number) = match some(micr) {
            Some(line) => {
                let read = micr::read(&line)?;
                (Some(read.routing), Some(read.account), read.number)
            }
            None => (some(routing), some(account), None),
        };
        let token = match (&routing, &account) {
            (Some(routing), Some(account)) => {
                Some(call.station.secrets(|secrets| secrets.check_token(routing, account)))
            }
            _ => None,
        };
        Ok(BankAccountGiven {
            routing,
            token,
            number: number.map(|number| plain_number(&number).to_owned()),
            last_four: account.map(|account| last_four(&account)),
        })
    }
}

/// All that is known of a bank account, by one of its checks.
///
/// # Errors
/// MICR lines that do not read, [`Fault::BadRequest`] where nothing names one, those of the store.
pub fn bank_account(call: &Call<'_>, request: GetBankAccount) -> Result<BankAccountView, Fault> {
    call.station.take_in_left()?;
    let mut given = BankAccountGiven::read(call, &request.micr, &request.routing, &request.account)?;
    let today = call.station.desk().held().today(call.station.clock().now());
    let configuration = call.station.configuration();
    call.station.site()?.read(|inside| {
        if let Some(of) = &request.tender {
            let trace = inside.trace(&of.receipt.trim().to_uppercase())?;
            let check = trace.tender(of.place)?.tender.check.clone().unwrap_or_default();
            given.token = check.token;
            given.last_four = check.last_four;
        }
        let Some(token) = &given.token else {
            return Err(Fault::BadRequest {
                problem: "name a check whose account number was read, or its routing and account number".to_owned(),
            });
        };
        let found = payments::of_token(&inside.connection, token, None, OF_A_BANK_ACCOUNT)?;
        let tenders = found.into_iter().map(|row| Ok(view(&seen(inside, row)?, Vec::new())));
        let items = returned::of_token(&inside.connection, token)?;
        let until = items.iter().filter_map(|item| item.marked_until(today)).max();
        Ok(BankAccountView {
            last_four: given.last_four.clone(),
            tenders: tenders.collect::<Result<_, Fault>>()?,
            returned: items.iter().map(|item| row_of(&configuration, item, today)).collect(),
            marked_until: until.map(|until| until.to_string()),
        })
    })
}
