//! What every writing command does alike: name its request, verify a second
//! person, and write.

use chrono::NaiveDate;
use counterfoil_domain::config::User;
use counterfoil_domain::entry::{Body, RequestMark, SignInRefused, hex};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::refusal::Refusal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::{Asking, Desk, Written};
use crate::fault::Fault;
use crate::passwords;
use crate::rpc::messages::*;
use crate::seat::Call;

/// A request that leads to an entry.
pub(super) trait Asked: Serialize + Clone {
    /// The command's name.
    const COMMAND: &'static str;

    /// The identifier made before the first send.
    fn request_id(&self) -> Uuid;

    /// What was asked, without what may change between two sends of the same
    /// request: passwords and confirmations.
    fn content(&self) -> Self;

    /// The mark that the entry carries: the same request gives the same mark.
    fn mark(&self) -> RequestMark {
        let json = serde_json::to_vec(&self.content()).unwrap_or_default();
        let digest = Sha256::new()
            .chain_update(Self::COMMAND)
            .chain_update([0])
            .chain_update(json)
            .finalize();
        RequestMark {
            id: self.request_id(),
            digest: hex(&digest[..8]),
        }
    }
}

macro_rules! asked {
    ($($request:ident: $command:literal $(, without $field:ident)*;)+) => {
        $(impl Asked for $request {
            const COMMAND: &'static str = $command;
            fn request_id(&self) -> Uuid {
                self.request_id
            }
            fn content(&self) -> Self {
                #[allow(unused_mut, reason = "some requests carry nothing to leave out")]
                let mut content = self.clone();
                $(content.$field = Default::default();)*
                content
            }
        })+
    };
}

asked! {
    TakePayment: "take_payment", without consent, without same_check_confirmed;
    OpenDrawer: "open_drawer";
    CheckpointCount: "checkpoint_count";
    PickUp: "pick_up", without consent;
    ChangeOrder: "change_order", without consent;
    HandOver: "hand_over", without consent;
    NoSaleOpening: "no_sale", without consent;
    StartCount: "start_count";
    RecordCount: "record_count";
    CloseDrawer: "close_drawer", without consent;
    Recount: "recount", without consent;
    VoidReceipt: "void_receipt", without consent;
    ReclassTender: "reclass_tender", without consent;
    ReprintReceipt: "reprint_receipt";
    ApproveSession: "approve_session";
    ReturnSession: "return_session";
    CountInPlace: "count_in_place", without consent;
    OpenBatch: "open_batch", without consent;
    CloseBatch: "close_batch", without consent;
    TakeInFile: "take_in_file";
    TakeTurnIn: "take_turn_in";
    PlaceSuspense: "place_suspense", without consent;
    PrepareDeposit: "prepare_deposit";
    WithdrawDeposit: "withdraw_deposit";
    FinalizeDeposit: "finalize_deposit", without consent;
    EnterBankFigures: "enter_bank_figures";
    CorrectDeposit: "correct_deposit", without consent;
    CloseDay: "close_day";
    ReturnItem: "return_item", without consent;
    ReinstateItem: "reinstate_item", without consent;
    WriteNotice: "write_notice";
    ListForCollections: "list_for_collections";
    TakeInReturns: "take_in_returns";
    DismissReturnItem: "dismiss_return_item";
    ReverseReceipt: "reverse_receipt", without consent;
    TransferPayment: "transfer_payment", without consent;
    RequestRefund: "request_refund", without consent;
    WithdrawRefund: "withdraw_refund";
    ListRefunds: "list_refunds";
}

impl Call<'_> {
    /// Decides and writes for the signed-in user.
    pub(super) fn write<R: Asked>(
        &self,
        request: &R,
        decide: impl FnOnce(&mut Desk, &User) -> Result<Decision, Fault>,
    ) -> Result<Written, Fault> {
        self.write_dated(request, None, decide)
    }

    /// As [`Call::write`], on a business date that is not the session's or today's.
    pub(super) fn write_dated<R: Asked>(
        &self,
        request: &R,
        business_date: Option<NaiveDate>,
        decide: impl FnOnce(&mut Desk, &User) -> Result<Decision, Fault>,
    ) -> Result<Written, Fault> {
        self.write_all(request, business_date, |desk, user| Ok(vec![decide(desk, user)?]))
    }

    /// Decides and writes several entries in one commit.
    pub(super) fn write_all<R: Asked>(
        &self,
        request: &R,
        business_date: Option<NaiveDate>,
        decide: impl FnOnce(&mut Desk, &User) -> Result<Vec<Decision>, Fault>,
    ) -> Result<Written, Fault> {
        let user = self.user()?;
        let asking = Asking {
            actor: &user.id,
            request: Some(request.mark()),
            now: self.station.clock().now(),
            business_date,
        };
        self.station.write_all(asking, |desk| decide(desk, &user))
    }

    /// The second person, their password verified now. A wrong one is journaled
    /// and counts towards their lock.
    pub(super) fn second(&self, consent: Option<&Consent>) -> Result<Option<User>, Fault> {
        consent
            .map(|consent| self.verified(&consent.user, &consent.password))
            .transpose()
    }

    /// The user of that name, if the password is theirs.
    ///
    /// # Errors
    /// [`Fault::UserLocked`], [`Fault::WrongPassword`].
    pub(super) fn verified(&self, id: &str, password: &str) -> Result<User, Fault> {
        let now = self.station.clock().now();
        let id = id.trim().to_lowercase();
        let configuration = self.station.configuration();
        let wrong = self.station.desk().held().wrong_passwords.get(&id).copied();
        if let Some(until) = wrong.and_then(|(in_a_row, last)| passwords::locked_until(in_a_row, last))
            && until > now
        {
            return Err(Fault::UserLocked {
                user: id,
                seconds: (until - now).num_seconds() + 1,
            });
        }
        let hash = self.station.secrets(|secrets| secrets.password(&id).map(str::to_owned));
        let fits = passwords::fits(password, hash.as_deref());
        match configuration.user(&id) {
            Some(user) if fits => Ok(user.clone()),
            Some(_) => {
                let in_a_row = wrong.map_or(0, |(in_a_row, _)| in_a_row) + 1;
                let actor = self.taken().user.unwrap_or_else(|| id.clone());
                let body = Body::SignInRefused(SignInRefused {
                    user: id.clone(),
                    in_a_row,
                });
                let written = self.station.write(
                    Asking {
                        actor: &actor,
                        request: None,
                        now,
                        business_date: None,
                    },
                    |_| Ok(Decision::plain(body)),
                );
                match written {
                    // Nobody guesses faster because nothing is written.
                    Err(Fault::Refused(Refusal::WorkstationStopped { .. })) => {
                        let wrong = Some((in_a_row, now));
                        self.station.desk().remember_wrong_password(&id, wrong);
                    }
                    other => drop(other?),
                }
                Err(Fault::WrongPassword)
            }
            None => Err(Fault::WrongPassword),
        }
    }
}

/// The reply of a command that says no more than that it is done.
pub(super) fn done(written: &Written) -> Done {
    Done {
        seq: written.entry.seq,
        repeated: written.repeated,
    }
}
