//! The sign by which whoever wants work no more lets it be left off.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A sign that all its clones show once one of them is set. The default cannot be set.
#[derive(Debug, Clone, Default)]
pub struct StopSign(Option<Arc<AtomicBool>>);

impl StopSign {
    /// A sign that is not set yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// Lets the work be left off. What it has found so far is of no use.
    pub fn set(&self) {
        if let Some(sign) = &self.0 {
            sign.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the work is to be left off.
    #[must_use]
    pub fn is_set(&self) -> bool {
        let sign = self.0.as_ref();
        sign.is_some_and(|sign| sign.load(Ordering::Relaxed))
    }
}

/// Two signs are one if setting one sets the other.
impl PartialEq for StopSign {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Eq for StopSign {}
