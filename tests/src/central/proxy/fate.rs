//! What may become of a request on a bad line.

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It is forwarded, and the reply given back.
    Forward,
    /// So too, after a while.
    Delay,
    /// So too, once a request of another workstation went before it.
    GoBehind,
    /// It does not arrive; the connection breaks.
    Lose,
    /// Half of it arrives; the connection breaks.
    CutRequest,
    /// The connection breaks, and it arrives later: behind those that were sent after it.
    Keep,
    /// The connection breaks, and no other comes about for a while.
    Outage,
    /// It arrives twice at once, on two connections.
    Twice,
    /// It arrives, and once more later.
    Echo,
    /// It arrives; the reply does not.
    LoseReply,
    /// It arrives; half of the reply does.
    CutReply,
}

/// How often each of them comes up when it is rough.
pub(super) const ODDS: [(u64, Fate); 11] = [
    (50, Fate::Forward),
    (10, Fate::Delay),
    (6, Fate::GoBehind),
    (5, Fate::Lose),
    (4, Fate::CutRequest),
    (5, Fate::Keep),
    (2, Fate::Outage),
    (6, Fate::Twice),
    (6, Fate::Echo),
    (5, Fate::LoseReply),
    (5, Fate::CutReply),
];
