//! Drawers and floats beside.

use super::*;

#[test]
fn the_drawers_beside() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 10_000, None)));
    till.cash -= 5_437;
    let till = counted(till);
    let (four, five) = (beside("W4", FLOAT, 0), beside("W5", FLOAT, 5_437));
    let found = |order: &[&Session]| search(&till.configuration, &till.session, order).unwrap();
    let one = found(&[&four.session, &five.session]);
    let sentence = "Drawer 5 of Ana Núñez is 54.37 over in Cash, the exact opposite.";
    assert_says(&one.suspects[0], sentence, -5_437, &[]);
    assert_eq!(
        one,
        found(&[&five.session, &four.session, &five.session, &till.session])
    );
}

#[test]
fn floats() {
    let four = beside("W4", FLOAT, 0);
    let mut own = Till::opened("W3", 1, FLOAT + 5_500, FLOAT);
    own.wait(60);
    let own = counted(own);
    let five = beside("W5", FLOAT, 0);
    let found = search(&own.configuration, &own.session, &[&four.session, &five.session]).unwrap();
    let sentence = "Its float was accepted at 355.00, 55.00 above the usual 300.00, at 8:00.";
    assert_says(&found.suspects[0], sentence, -5_500, &[]);

    let short = counted(Till::opened("W3", 1, FLOAT, FLOAT - 5_500));
    let five = beside("W5", FLOAT + 5_500, 0);
    let found = search(&short.configuration, &short.session, &[&four.session, &five.session]).unwrap();
    let sentence = "Drawer 5's float was accepted at 355.00, 55.00 above the usual 300.00, at 8:00.";
    assert_says(&found.suspects[0], sentence, -5_500, &[]);
}
