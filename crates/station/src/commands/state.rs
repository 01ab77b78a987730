//! What the screens always show, what they need of the configuration, and the
//! proof of the journal.

use counterfoil_domain::business_day;
use counterfoil_domain::config::Overpayment;
use counterfoil_domain::entry::hex;
use counterfoil_domain::rights::{Right, allows};
use counterfoil_domain::session::{Phase, Session};

use crate::central::enrolment::Stopped;
use crate::fault::Fault;
use crate::journal::JournalReader;
use crate::proof;
use crate::rpc::messages::*;
use crate::seat::Call;

/// Where everything stands.
///
/// # Errors
/// None of its own.
pub fn state(call: &Call<'_>, _request: Nothing) -> Result<State, Fault> {
    let station = call.station;
    let configuration = station.configuration();
    let here = station.station_config()?;
    let taken = call.taken();
    let user = taken.user.as_ref().and_then(|id| configuration.user(id));
    let (today, session) = {
        let desk = station.desk();
        let held = desk.held();
        let session = held.in_use().map(|session| brief(session, &configuration.policies));
        (held.today(station.clock().now()), session)
    };
    Ok(State {
        city: configuration.city.name.clone(),
        site: configuration.site.name.clone(),
        station: here.code.clone(),
        window: here.name.clone(),
        drawer: here.drawer.clone(),
        business_date: today.to_string(),
        user: user.map(|user| SignedInUser {
            id: user.id.clone(),
            name: user.name.clone(),
            roles: user.roles.clone(),
            rights: RIGHTS.into_iter().filter(|right| allows(&user.roles, *right)).collect(),
        }),
        locked: taken.locked,
        lock_after_minutes: configuration.policies.lock_after_minutes,
        session: session.filter(|_| user.is_some()),
        central: central(call)?,
        closing_desk: here.closing_desk,
        printer: station.printer.state(),
        demo: configuration.demo.as_ref().map(|demo| DemoSignIn {
            password: demo.password.clone(),
            users: configuration
                .users
                .iter()
                .filter(|user| !user.inactive)
                .map(|user| DemoUser {
                    id: user.id.clone(),
                    name: user.name.clone(),
                    roles: user.roles.clone(),
                })
                .collect(),
        }),
    })
}

/// How the line to central records is.
fn central(call: &Call<'_>) -> Result<CentralState, Fault> {
    let station = call.station;
    let Some(condition) = station.central() else {
        return Ok(CentralState::Alone);
    };
    let seen = condition.seen();
    if let Some(Stopped { code, message }) = seen.stopped {
        return Ok(CentralState::Stopped { code, message });
    }
    if let Some(message) = seen.clock {
        return Ok(CentralState::Stopped {
            code: "clock_off".to_owned(),
            message,
        });
    }
    let configuration = station.configuration();
    let zone = business_day::zone(&configuration.site);
    let at = seen
        .at
        .map(|at| business_day::local(at, zone).format("%F %T").to_string());
    let waiting = station.desk().head().seq.saturating_sub(seen.acknowledged);
    let warning = seen.warning();
    Ok(match (seen.reached, at, seen.why) {
        (true, Some(at), _) => CentralState::Connected {
            waiting,
            at,
            warning,
            accounts: seen.accounts,
        },
        (_, since, Some(why)) => CentralState::Away { waiting, since, why },
        _ => CentralState::Calling { waiting },
    })
}

const RIGHTS: [Right; 17] = [
    Right::SignedIn,
    Right::TakePayments,
    Right::WorkDrawer,
    Right::ReadReceipts,
    Right::Reprint,
    Right::SeeExpected,
    Right::Approve,
    Right::ReadJournal,
    Right::Administer,
    Right::ReadBoard,
    Right::WorkBatches,
    Right::PrepareDeposit,
    Right::VerifyDeposit,
    Right::EnterBankFigures,
    Right::CloseDay,
    Right::WorkReturns,
    Right::CorrectPayments,
];

/// A session in brief.
pub(super) fn brief(session: &Session, policies: &counterfoil_domain::config::Policies) -> SessionState {
    SessionState {
        id: session.id,
        state: match session.phase {
            Phase::Open => SessionPhase::Open,
            Phase::Counting => SessionPhase::Counting,
            Phase::Closed => SessionPhase::Closed,
        },
        cashier: session.cashier().to_owned(),
        counter: session.counted_by().to_owned(),
        cashier_name: session.cashier_name().to_owned(),
        business_date: session.business_date.to_string(),
        ceiling: match session.cash {
            _ if session.phase != Phase::Open => Ceiling::Fine,
            cash if cash >= policies.drawer_ceiling => Ceiling::Stopped,
            cash if cash >= policies.drawer_warning => Ceiling::Warning,
            _ => Ceiling::Fine,
        },
    }
}

/// What the screens need of the configuration.
///
/// # Errors
/// None of its own.
pub fn catalog(call: &Call<'_>, _request: Nothing) -> Result<Catalog, Fault> {
    let configuration = call.station.configuration();
    let department = |code: &str| {
        let found = configuration
            .departments
            .iter()
            .find(|department| department.code == code);
        found.map(|department| department.name.clone()).unwrap_or_default()
    };
    Ok(Catalog {
        charges: configuration
            .charge_codes
            .iter()
            .filter(|charge| !charge.account_only)
            .map(|charge| CatalogCharge {
                code: charge.code.clone(),
                name: charge.name.clone(),
                name_es: charge.name_es.clone().unwrap_or_else(|| charge.name.clone()),
                department: department(&charge.department),
                price: charge.price,
                reference: charge.reference.clone(),
            })
            .collect(),
        tenders: configuration
            .tenders
            .iter()
            .map(|tender| CatalogTender {
                code: tender.code.clone(),
                name: tender.name.clone(),
                name_es: tender.name_es.clone().unwrap_or_else(|| tender.name.clone()),
                kind: tender.kind,
                needs: tender.needs.clone(),
                counted: tender.counted,
                key: tender.key.clone(),
            })
            .collect(),
        denominations: configuration.denominations.clone(),
        reasons: configuration.reasons.clone(),
        correction_reasons: configuration
            .corrections
            .iter()
            .flat_map(|rules| rules.reasons.clone())
            .collect(),
        blind_count: configuration.policies.blind_count,
        overpayment_allowed: configuration.policies.overpayment == Overpayment::Credit,
        language: configuration.site.language,
        columns: call.station.station_config()?.printer.columns,
        waived: configuration.policies.waived.clone(),
    })
}

/// Reads the journal from the first entry.
///
/// # Errors
/// Those of the store; what is wrong with the journal is in the reply.
pub fn verify(call: &Call<'_>, _request: Nothing) -> Result<Verified, Fault> {
    let reader = JournalReader::open(&call.station.folder().journal())?;
    let finding = proof::verify(&reader, |_| {}, |_, _| {})?;
    Ok(Verified {
        entries: finding.head.seq,
        head: hex(&finding.head.hash),
        grand_total: finding.head.grand_total,
        fault: finding.fault.map(|fault| fault.to_string()),
    })
}
