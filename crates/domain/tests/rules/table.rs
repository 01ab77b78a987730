//! How every decision's refusals are tried: one table, one check.

use std::fmt::Debug;

use counterfoil_domain::refusal::Refusal;

/// A rule: the code of its refusal, and how a good scene breaks it.
pub(crate) type Rule<'a, S> = (&'a str, fn(&mut S));

/// Tries a decision against its rules in their declared order. The scene itself
/// must be decided; each rule broken alone must be refused by its own code; and
/// with every later rule broken too, the earlier one still speaks first.
#[track_caller]
pub(crate) fn check<S: Clone, T: Debug>(
    scene: &S,
    decide: impl Fn(&S) -> Result<T, Refusal>,
    in_declared_order: &[Rule<'_, S>],
) {
    if let Err(refusal) = decide(scene) {
        panic!("the scene itself is refused: {refusal}");
    }
    let mut worse = scene.clone();
    for (code, break_rule) in in_declared_order.iter().rev() {
        let mut alone = scene.clone();
        break_rule(&mut alone);
        assert_eq!(code_of(decide(&alone)), *code, "broken alone");
        break_rule(&mut worse);
        assert_eq!(code_of(decide(&worse)), *code, "with every later rule broken too");
    }
}

/// The code of a refusal; a decision that was made anyway fails the test.
#[track_caller]
pub(crate) fn code_of<T: Debug>(outcome: Result<T, Refusal>) -> String {
    match outcome {
        Err(refusal) => refusal.code(),
        Ok(decided) => panic!("not refused: {decided:?}"),
    }
}
