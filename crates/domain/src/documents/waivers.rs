//! What each waiver lets one person do alone, as reports say it.

use crate::config::{Language, Waiver};

/// The waiver in words that follow "without a second person:".
#[must_use]
pub fn waiver_words(waiver: Waiver, language: Language) -> &'static str {
    let (english, spanish) = match waiver {
        Waiver::Void => ("voiding a receipt", "anular un recibo"),
        Waiver::Reclass => ("moving a tender to another type", "reclasificar un medio de pago"),
        Waiver::OverShort => ("closing outside the tolerance", "cerrar fuera de la tolerancia"),
        Waiver::Reopen => ("counting again after the close", "recontar después del cierre"),
        Waiver::NoSale => ("opening the drawer without a sale", "abrir la caja sin venta"),
        Waiver::Flag => (
            "taking a payment on an account that a supervisor must agree to",
            "cobrar en una cuenta que requiere un supervisor",
        ),
        Waiver::VaultMovement => (
            "moving cash between drawer and vault",
            "mover efectivo entre la caja y la bóveda",
        ),
        Waiver::OwnDrawer => (
            "approving a drawer or batch of one's own",
            "aprobar una caja o un lote propio",
        ),
        Waiver::Deposit => ("counting a deposit again", "volver a contar un depósito"),
        Waiver::BatchDifference => (
            "accepting a batch that differs from its control figures",
            "aceptar un lote que difiere de sus cifras de control",
        ),
        Waiver::MailOpening => ("opening the mail", "abrir el correo"),
        Waiver::ForgottenDrawer => (
            "counting a drawer that its cashier left",
            "contar una caja que su cajero dejó",
        ),
        Waiver::Placement => (
            "placing money that was held in suspense",
            "asignar dinero que estaba en suspenso",
        ),
        Waiver::BankCorrection => (
            "a bank correction on a deposit",
            "una corrección bancaria de un depósito",
        ),
        Waiver::ReturnsWithDrawer => (
            "working returned items while holding an open drawer",
            "trabajar pagos devueltos con una caja abierta",
        ),
        Waiver::ReturnFee => (
            "leaving out the fee for a returned item",
            "omitir el cargo por un pago devuelto",
        ),
        Waiver::MistakenReturn => (
            "taking back a return entered by mistake",
            "deshacer una devolución registrada por error",
        ),
        Waiver::Dismissal => (
            "dismissing a returned item of the bank's file",
            "descartar un pago devuelto del archivo del banco",
        ),
        Waiver::Reversal => (
            "reversing a receipt after the close",
            "revertir un recibo después del cierre",
        ),
        Waiver::Transfer => ("moving a payment to another account", "pasar un pago a otra cuenta"),
        Waiver::Refund => ("asking for a refund", "solicitar un reembolso"),
    };
    match language {
        Language::En => english,
        Language::Es => spanish,
    }
}
