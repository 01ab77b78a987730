//! Whether the parts of a configuration agree, before anything is taken under it.

use std::collections::BTreeSet;

use super::{
    BatchField, BatchFormat, BatchKind, Configuration, CountedBy, FORMAT, FixedLayout, RecordKind, TenderField,
    TenderKind, TenderType,
};
use crate::business_day;
use crate::check::routing_is_valid;
use crate::money::Cents;
use crate::payment::{CREDIT_CODE, SUSPENSE_CODE};
use crate::refusal::Refusal;
use crate::text::clean_required;

/// An office without a bank account of its own makes no deposits; one without layouts takes in no files.
const MAY_BE_EMPTY: [&str; 2] = ["bank_accounts", "batch_layouts"];

/// The longest note at the foot of a receipt.
const OFFLINE_NOTE_LENGTH: usize = 80;

impl Configuration {
    /// Checks that the parts agree: every code named exists, none stands twice,
    /// shares add up to something, policies are possible.
    ///
    /// # Errors
    /// [`Refusal::ConfigurationInvalid`] naming the first fault and what to do.
    pub fn check(&self) -> Result<(), Refusal> {
        self.faults()
            .map_err(|problem| Refusal::ConfigurationInvalid { problem })
    }

    fn faults(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!("format is {}, this program reads {FORMAT}", self.format));
        }
        if self.site.time_zone.parse::<chrono_tz::Tz>().is_err() {
            return Err(format!(
                "site.time_zone '{}' is not a time zone such as America/Los_Angeles",
                self.site.time_zone
            ));
        }
        self.check_codes()?;
        self.check_stations()?;
        self.check_posting_accounts()?;
        self.check_charge_codes()?;
        self.check_tenders()?;
        self.check_denominations()?;
        self.check_policies()?;
        self.check_cutoff()?;
        self.check_offline_note()?;
        self.check_banking()?;
        self.check_layouts()?;
        self.check_returned_items()?;
        self.check_corrections()?;
        if let Some(user) = self.users.iter().find(|user| user.roles.is_empty()) {
            return Err(format!("users: {} has no role; everyone needs at least one", user.id));
        }
        Ok(())
    }

    /// No list without an entry, no entry without a code, no code twice.
    fn check_codes(&self) -> Result<(), String> {
        for (list, codes) in self.named_lists() {
            let mut seen = BTreeSet::new();
            for code in codes {
                if code.trim().is_empty() {
                    return Err(format!("{list} has an entry without a code"));
                }
                if !seen.insert(code) {
                    return Err(format!("{list} has '{code}' twice"));
                }
            }
            if seen.is_empty() && !MAY_BE_EMPTY.contains(&list) {
                return Err(format!("{list} is empty; at least one is needed"));
            }
        }
        Ok(())
    }

    fn named_lists(&self) -> [(&'static str, Vec<&str>); 8] {
        [
            ("stations", self.stations.iter().map(|s| s.code.as_str()).collect()),
            (
                "departments",
                self.departments.iter().map(|d| d.code.as_str()).collect(),
            ),
            ("ledger", self.ledger.iter().map(|l| l.code.as_str()).collect()),
            (
                "charge_codes",
                self.charge_codes.iter().map(|c| c.code.as_str()).collect(),
            ),
            ("tenders", self.tenders.iter().map(|t| t.code.as_str()).collect()),
            ("users", self.users.iter().map(|u| u.id.as_str()).collect()),
            (
                "bank_accounts",
                self.bank_accounts.iter().map(|a| a.code.as_str()).collect(),
            ),
            (
                "batch_layouts",
                self.batch_layouts.iter().map(|l| l.code.as_str()).collect(),
            ),
        ]
    }

    fn check_stations(&self) -> Result<(), String> {
        for station in &self.stations {
            let code = &station.code;
            if code.len() > 4 || !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
                return Err(format!(
                    "stations: code '{code}' must be one to four capital letters or digits"
                ));
            }
            if !(24..=64).contains(&station.printer.columns) {
                return Err(format!(
                    "stations: {code} prints {} columns; 42 and 32 are usual",
                    station.printer.columns
                ));
            }
        }
        if self.stations.iter().filter(|s| s.closing_desk).count() > 1 {
            return Err("stations: a site has one closing desk, and more than one is marked".to_owned());
        }
        Ok(())
    }

    fn in_ledger(&self, code: &str) -> bool {
        self.ledger.iter().any(|account| account.code == code)
    }

    fn check_posting_accounts(&self) -> Result<(), String> {
        let named = &self.posting;
        for (place, code) in [
            ("posting.vault", &named.vault),
            ("posting.drawer_cash", &named.drawer_cash),
            ("posting.over_short", &named.over_short),
            ("posting.customer_credit", &named.customer_credit),
        ] {
            if !self.in_ledger(code) {
                return Err(format!("{place} names '{code}', which is not in the ledger"));
            }
        }
        Ok(())
    }

    fn check_charge_codes(&self) -> Result<(), String> {
        for charge in &self.charge_codes {
            let code = &charge.code;
            if [CREDIT_CODE, SUSPENSE_CODE].contains(&code.as_str()) {
                return Err(format!(
                    "charge_codes: {code} is what receipts call an overpayment or money in suspense; choose another code"
                ));
            }
            if !self.departments.iter().any(|d| d.code == charge.department) {
                return Err(format!(
                    "charge_codes: {code} names department '{}', which is not listed",
                    charge.department
                ));
            }
            if charge.price.is_some_and(|price| price <= Cents::ZERO) {
                return Err(format!("charge_codes: {code} has a price that is not above nothing"));
            }
            if charge.split.is_empty() {
                return Err(format!("charge_codes: {code} has no shares to split over"));
            }
            if let Some(share) = charge.split.iter().find(|share| share.parts == 0) {
                return Err(format!(
                    "charge_codes: {code} gives no part to '{}'; leave that share out",
                    share.ledger
                ));
            }
            if let Some(share) = charge.split.iter().find(|share| !self.in_ledger(&share.ledger)) {
                return Err(format!(
                    "charge_codes: {code} is split to '{}', which is not in the ledger",
                    share.ledger
                ));
            }
        }
        Ok(())
    }

    fn check_tenders(&self) -> Result<(), String> {
        for tender in &self.tenders {
            let code = &tender.code;
            if !self.in_ledger(&tender.clearing) {
                return Err(format!(
                    "tenders: {code} clears to '{}', which is not in the ledger",
                    tender.clearing
                ));
            }
            if (tender.kind == TenderKind::Cash) != (tender.counted == CountedBy::Denominations) {
                return Err(format!(
                    "tenders: {code}: cash, and only cash, is counted by denominations"
                ));
            }
            let listed = matches!(
                tender.kind,
                TenderKind::Check | TenderKind::MoneyOrder | TenderKind::CashiersCheck
            );
            if listed && tender.counted != CountedBy::Items {
                return Err(format!(
                    "tenders: {code}: checks and money orders are counted piece by piece, as the deposit slip lists them"
                ));
            }
            if !tender.needs.iter().all(|field| tender.holds(*field)) {
                return Err(format!("tenders: {code} needs a field that its kind does not hold"));
            }
            if tender.tolerance < Cents::ZERO {
                return Err(format!("tenders: {code} has a tolerance below nothing"));
            }
        }
        let mut cash = self.tenders.iter().filter(|t| t.kind == TenderKind::Cash);
        let (Some(cash), None) = (cash.next(), cash.next()) else {
            return Err("tenders: there must be exactly one of kind cash".to_owned());
        };
        if cash.clearing != self.posting.drawer_cash {
            return Err("tenders: cash must clear to posting.drawer_cash, where floats are".to_owned());
        }
        Ok(())
    }

    fn check_denominations(&self) -> Result<(), String> {
        if !self.denominations.windows(2).all(|pair| pair[0].cents > pair[1].cents) {
            return Err("denominations must stand largest first, none twice".to_owned());
        }
        if self
            .denominations
            .iter()
            .any(|d| d.cents <= Cents::ZERO || d.bundle == 0)
        {
            return Err("denominations: worth and bundle must be above nothing".to_owned());
        }
        if !self
            .denominations
            .last()
            .is_some_and(|d| d.cents == Cents(1) && d.change)
        {
            return Err("denominations must end with the cent, so that any change can be given".to_owned());
        }
        Ok(())
    }

    fn check_policies(&self) -> Result<(), String> {
        let policies = &self.policies;
        if policies.receipt_limit <= Cents::ZERO {
            return Err("policies.receipt_limit must be above nothing, or no payment can be taken".to_owned());
        }
        if policies.drawer_ceiling <= Cents::ZERO {
            return Err("policies.drawer_ceiling must be above nothing, or no cash can be taken".to_owned());
        }
        if policies.drawer_ceiling < policies.drawer_warning {
            return Err("policies.drawer_ceiling is below policies.drawer_warning".to_owned());
        }
        Ok(())
    }
}

impl Configuration {
    fn check_offline_note(&self) -> Result<(), String> {
        match &self.site.offline_note {
            Some(note) if clean_required("offline_note", note, OFFLINE_NOTE_LENGTH).as_ref() != Ok(note) => {
                Err(format!(
                    "site.offline_note must be one line of at most {OFFLINE_NOTE_LENGTH} letters; leave it out where \
                 receipts are to say nothing"
                ))
            }
            _ => Ok(()),
        }
    }

    fn check_cutoff(&self) -> Result<(), String> {
        match &self.site.cutoff {
            Some(cutoff) if business_day::cutoff(&self.site).is_none() => {
                Err(format!("site.cutoff '{cutoff}' is not a time of day such as 17:30"))
            }
            _ => Ok(()),
        }
    }

    fn check_banking(&self) -> Result<(), String> {
        for account in &self.bank_accounts {
            let code = &account.code;
            if !self.in_ledger(&account.ledger) {
                return Err(format!(
                    "bank_accounts: {code} names '{}', which is not in the ledger",
                    account.ledger
                ));
            }
            if !routing_is_valid(&account.routing) {
                return Err(format!(
                    "bank_accounts: {code} has a routing number that fails its checksum"
                ));
            }
            if account.number.len() < 4 || !account.number.bytes().all(|b| b.is_ascii_digit()) {
                return Err(format!("bank_accounts: {code} needs its account number, in digits"));
            }
        }
        let Some(suspense) = &self.suspense else {
            return Ok(());
        };
        if !self.in_ledger(&suspense.ledger) {
            return Err(format!(
                "suspense names '{}', which is not in the ledger",
                suspense.ledger
            ));
        }
        if !self.departments.iter().any(|d| d.code == suspense.department) {
            return Err(format!(
                "suspense names department '{}', which is not listed",
                suspense.department
            ));
        }
        Ok(())
    }

    fn check_layouts(&self) -> Result<(), String> {
        for layout in &self.batch_layouts {
            let code = &layout.code;
            match self.tenders.iter().find(|tender| tender.code == layout.tender) {
                None => {
                    return Err(format!(
                        "batch_layouts: {code} names tender '{}', which is not listed",
                        layout.tender
                    ));
                }
                Some(tender) if tender.kind == TenderKind::Cash => {
                    return Err(format!(
                        "batch_layouts: {code}: a file brings no cash; name another tender"
                    ));
                }
                Some(_) => {}
            }
            if matches!(layout.kind, BatchKind::Mail | BatchKind::TurnIn) {
                return Err(format!(
                    "batch_layouts: {code}: mail and turn-ins are keyed, not taken in from files"
                ));
            }
            match (&layout.fixed, layout.format) {
                (None, BatchFormat::Fixed) => {
                    return Err(format!(
                        "batch_layouts: {code} is of fixed width and says not where its fields stand"
                    ));
                }
                (Some(_), BatchFormat::Csv | BatchFormat::Bai2) => {
                    return Err(format!(
                        "batch_layouts: {code} has fields of fixed width and another format"
                    ));
                }
                (Some(fixed), BatchFormat::Fixed) => check_fixed(code, fixed)?,
                (None, _) => {}
            }
        }
        Ok(())
    }
}

impl Configuration {
    fn check_returned_items(&self) -> Result<(), String> {
        let Some(rules) = &self.returned_items else {
            return Ok(());
        };
        self.check_receivable("charge", &rules.charge)?;
        if let Some(fee) = &rules.fee {
            self.check_receivable("fee.charge", &fee.charge)?;
            if !self.in_ledger(&fee.revenue) {
                return Err(format!(
                    "returned_items: fee.revenue names '{}', which is not in the ledger",
                    fee.revenue
                ));
            }
            if fee.first < Cents::ZERO || fee.later < Cents::ZERO {
                return Err("returned_items: a fee is below nothing".to_owned());
            }
        }
        if rules.mark.as_ref().is_some_and(|mark| mark.after == 0) {
            return Err("returned_items: mark.after must be at least one item".to_owned());
        }
        if rules.reasons.is_empty() {
            return Err("returned_items: reasons are missing; list those that the bank gives".to_owned());
        }
        let mut seen = BTreeSet::new();
        for code in rules
            .reasons
            .iter()
            .flat_map(|reason| [&reason.code].into_iter().chain(&reason.also))
        {
            if code.trim().is_empty() || !seen.insert(code.to_uppercase()) {
                return Err(format!("returned_items: reason '{code}' is empty or stands twice"));
            }
        }
        let mut seen = BTreeSet::new();
        match rules.layouts.iter().find(|layout| !seen.insert(&layout.code)) {
            Some(layout) => Err(format!("returned_items: layout '{}' stands twice", layout.code)),
            None => Ok(()),
        }
    }

    /// What a return leaves due is paid on an account, and is one receivable: its cents are
    /// debited and credited whole.
    fn check_receivable(&self, place: &str, code: &str) -> Result<(), String> {
        let Some(charge) = self.charge_codes.iter().find(|charge| charge.code == code) else {
            return Err(format!(
                "returned_items: {place} names '{code}', which is not a charge code"
            ));
        };
        if !charge.account_only || charge.split.len() != 1 {
            return Err(format!(
                "returned_items: {place} '{code}' must stand on accounts only and go to one ledger account, the receivable"
            ));
        }
        Ok(())
    }

    fn check_corrections(&self) -> Result<(), String> {
        match &self.corrections {
            Some(rules) if !self.in_ledger(&rules.refunds_payable) => Err(format!(
                "corrections: refunds_payable names '{}', which is not in the ledger",
                rules.refunds_payable
            )),
            Some(rules) if rules.reasons.iter().any(|reason| reason.name.trim().is_empty()) => {
                Err("corrections: a reason is empty".to_owned())
            }
            _ => Ok(()),
        }
    }
}

/// What a file of fixed width cannot do without, and that every field lies on its line.
fn check_fixed(code: &str, fixed: &FixedLayout) -> Result<(), String> {
    let lies = |from: u16, length: u16| from >= 1 && length >= 1 && from.saturating_add(length - 1) <= fixed.width;
    if !lies(fixed.mark_from, fixed.mark_length) {
        return Err(format!(
            "batch_layouts: {code}: the mark of a line lies outside the line"
        ));
    }
    let marks = [&fixed.header, &fixed.detail, &fixed.trailer];
    if marks
        .iter()
        .any(|mark| mark.chars().count() != usize::from(fixed.mark_length))
        || marks[0] == marks[1]
        || marks[1] == marks[2]
        || marks[0] == marks[2]
    {
        return Err(format!(
            "batch_layouts: {code}: the three marks must differ and be as long as they are said to be"
        ));
    }
    for field in &fixed.fields {
        if !lies(field.from, field.length) {
            return Err(format!(
                "batch_layouts: {code}: {:?} lies outside the line",
                field.field
            ));
        }
    }
    for (field, on) in [
        (BatchField::File, RecordKind::Header),
        (BatchField::Amount, RecordKind::Detail),
        (BatchField::Account, RecordKind::Detail),
        (BatchField::Items, RecordKind::Trailer),
        (BatchField::Total, RecordKind::Trailer),
    ] {
        if fixed
            .fields
            .iter()
            .filter(|place| place.field == field && place.on == on)
            .count()
            != 1
        {
            return Err(format!("batch_layouts: {code} needs {field:?} once on its {on:?} line"));
        }
    }
    Ok(())
}

impl TenderType {
    /// Whether this kind of tender has room for a field, needed or not.
    #[must_use]
    pub fn holds(&self, field: TenderField) -> bool {
        match field {
            TenderField::Routing | TenderField::Account | TenderField::Number => self.kind.is_check(),
            TenderField::Brand | TenderField::LastFour | TenderField::Approval | TenderField::Terminal => {
                self.kind == TenderKind::Card
            }
            TenderField::Reference => self.kind != TenderKind::Cash,
        }
    }
}
