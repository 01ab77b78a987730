//! A batch of mail at the window: control figures first, then envelope by envelope.

use counterfoil_tests::screen::Screen;

use super::evening::PASSWORD;

/// Two checks of 258.68 together are counted with a second opener, keyed, and the batch is closed.
pub(crate) fn two_envelopes_are_keyed(screen: &Screen) {
    screen.press(&["Alt+4"]);
    screen.wait_for_focus("#batches");
    screen.look("no batches yet");
    screen.press(&["F5"]);
    screen.enter("#mail-items-CHECK", "2");
    screen.wait_for_focus("#mail-total-CHECK");
    screen.type_text("258.68");
    screen.look("control figures");
    screen.press(&["F12"]);
    screen.wait_for_text("#second-statement", "258.68");
    screen.second_person("okoye", PASSWORD);
    screen.wait_for_text("#batch-left", "258.68");

    // A bill is scanned; its check is keyed.
    screen.wait_for_focus("#key-account");
    screen.type_text("~UB200500602000158687");
    screen.press(&["Enter"]);
    screen.wait_for_text("#account-name", "García");
    screen.wait_for_focus("#key-check");
    screen.look("an envelope");
    screen.type_text("1042");
    screen.press(&["Enter"]);
    screen.wait_for_text("#taken", "158.68");
    screen.wait_for_text("#batch-left", "100.00");

    // An account is looked up; its check is of another amount.
    screen.enter("#key-account", "20-01834-01");
    screen.wait_for_focus("#key-check");
    screen.press(&["Up"]);
    screen.enter("#key-amount", "100.00");
    screen.enter("#key-check", "1234");
    screen.wait_for_text("#batch-left", "0.00");
    screen.wait_for_text("#tally-CHECK", "258.68");
    screen.wait_for_focus("#key-account");
    screen.look("keyed and control agree");
    screen.press(&["F12"]);
    screen.wait_for_text("#done", "closed");
    screen.wait_for_focus("#batch-0");
    screen.look("batches");
}
