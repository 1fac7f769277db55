//! Shared parts of the tests that look at the whole.
