//! The picture of a finding for a terminal: the one place that knows miette.
