#![expect(missing_docs, reason = "for a moment")]
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;

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
