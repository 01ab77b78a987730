#![expect(missing_docs, reason = "for a moment")]
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;

pub fn board(_call: &Call<'_>, _request: GetDay) -> Result<BoardView, Fault> {
    Err(Fault::UnknownCommand {
        command: "board".to_owned(),
    })
}

pub fn session_sheet(_call: &Call<'_>, _request: GetSession) -> Result<SessionSheet, Fault> {
    Err(Fault::UnknownCommand {
        command: "session_sheet".to_owned(),
    })
}

pub fn suspects(_call: &Call<'_>, _request: GetSession) -> Result<SuspectsView, Fault> {
    Err(Fault::UnknownCommand {
        command: "suspects".to_owned(),
    })
}

pub fn approve_session(_call: &Call<'_>, _request: ApproveSession) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "approve_session".to_owned(),
    })
}

pub fn return_session(_call: &Call<'_>, _request: ReturnSession) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "return_session".to_owned(),
    })
}

pub fn count_in_place(_call: &Call<'_>, _request: CountInPlace) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "count_in_place".to_owned(),
    })
}

pub fn take_in_entries(_call: &Call<'_>, _request: TakeInEntries) -> Result<EntriesTakenIn, Fault> {
    Err(Fault::UnknownCommand {
        command: "take_in_entries".to_owned(),
    })
}

pub fn hand_over_entries(_call: &Call<'_>, _request: Nothing) -> Result<WrittenDocument, Fault> {
    Err(Fault::UnknownCommand {
        command: "hand_over_entries".to_owned(),
    })
}

pub fn batches(_call: &Call<'_>, _request: Nothing) -> Result<BatchesView, Fault> {
    Err(Fault::UnknownCommand {
        command: "batches".to_owned(),
    })
}

pub fn open_batch(_call: &Call<'_>, _request: OpenBatch) -> Result<BatchOpenedView, Fault> {
    Err(Fault::UnknownCommand {
        command: "open_batch".to_owned(),
    })
}

pub fn batch(_call: &Call<'_>, _request: GetSession) -> Result<BatchView, Fault> {
    Err(Fault::UnknownCommand {
        command: "batch".to_owned(),
    })
}

pub fn close_batch(_call: &Call<'_>, _request: CloseBatch) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "close_batch".to_owned(),
    })
}

pub fn preview_file(_call: &Call<'_>, _request: TakeInFile) -> Result<FileView, Fault> {
    Err(Fault::UnknownCommand {
        command: "preview_file".to_owned(),
    })
}

pub fn take_in_file(_call: &Call<'_>, _request: TakeInFile) -> Result<FileView, Fault> {
    Err(Fault::UnknownCommand {
        command: "take_in_file".to_owned(),
    })
}

pub fn take_turn_in(_call: &Call<'_>, _request: TakeTurnIn) -> Result<TurnInTaken, Fault> {
    Err(Fault::UnknownCommand {
        command: "take_turn_in".to_owned(),
    })
}

pub fn suspense(_call: &Call<'_>, _request: Nothing) -> Result<SuspenseView, Fault> {
    Err(Fault::UnknownCommand {
        command: "suspense".to_owned(),
    })
}

pub fn place_suspense(_call: &Call<'_>, _request: PlaceSuspense) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "place_suspense".to_owned(),
    })
}

pub fn deposits(_call: &Call<'_>, _request: Nothing) -> Result<DepositsView, Fault> {
    Err(Fault::UnknownCommand {
        command: "deposits".to_owned(),
    })
}

pub fn propose_deposit(_call: &Call<'_>, _request: ProposeDeposit) -> Result<DepositProposal, Fault> {
    Err(Fault::UnknownCommand {
        command: "propose_deposit".to_owned(),
    })
}

pub fn prepare_deposit(_call: &Call<'_>, _request: PrepareDeposit) -> Result<DepositView, Fault> {
    Err(Fault::UnknownCommand {
        command: "prepare_deposit".to_owned(),
    })
}

pub fn withdraw_deposit(_call: &Call<'_>, _request: WithdrawDeposit) -> Result<Done, Fault> {
    Err(Fault::UnknownCommand {
        command: "withdraw_deposit".to_owned(),
    })
}

pub fn finalize_deposit(_call: &Call<'_>, _request: FinalizeDeposit) -> Result<DepositView, Fault> {
    Err(Fault::UnknownCommand {
        command: "finalize_deposit".to_owned(),
    })
}

pub fn deposit(_call: &Call<'_>, _request: GetDeposit) -> Result<DepositView, Fault> {
    Err(Fault::UnknownCommand {
        command: "deposit".to_owned(),
    })
}

pub fn enter_bank_figures(_call: &Call<'_>, _request: EnterBankFigures) -> Result<DepositView, Fault> {
    Err(Fault::UnknownCommand {
        command: "enter_bank_figures".to_owned(),
    })
}

pub fn correct_deposit(_call: &Call<'_>, _request: CorrectDeposit) -> Result<DepositView, Fault> {
    Err(Fault::UnknownCommand {
        command: "correct_deposit".to_owned(),
    })
}

pub fn close_day(_call: &Call<'_>, _request: CloseDay) -> Result<DayClosedView, Fault> {
    Err(Fault::UnknownCommand {
        command: "close_day".to_owned(),
    })
}

pub fn documents(_call: &Call<'_>, _request: GetDay) -> Result<DocumentsView, Fault> {
    Err(Fault::UnknownCommand {
        command: "documents".to_owned(),
    })
}

pub fn write_document(_call: &Call<'_>, _request: WriteDocument) -> Result<DocumentsWritten, Fault> {
    Err(Fault::UnknownCommand {
        command: "write_document".to_owned(),
    })
}

pub fn flow(_call: &Call<'_>, _request: GetDay) -> Result<FlowView, Fault> {
    Err(Fault::UnknownCommand {
        command: "flow".to_owned(),
    })
}

pub fn over_short(_call: &Call<'_>, _request: Nothing) -> Result<OverShortView, Fault> {
    Err(Fault::UnknownCommand {
        command: "over_short".to_owned(),
    })
}
