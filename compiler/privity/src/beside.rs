//! Two pieces of work at the same time.

/// As much stack as a main thread has, in bytes: every walk is as deep as there are dimensions.
const STACK: usize = 8 << 20;

/// Does two pieces of work that know nothing of each other, at the same time where the machine can.
pub(crate) fn beside<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(|| stacker::grow(STACK, one), || stacker::grow(STACK, other))
}
