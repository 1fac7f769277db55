//! Several measures of one thing.

use serde::Serialize;

/// The middle of several figures, with the lowest and the highest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Series {
    /// The median.
    pub(crate) median: f64,
    /// The lowest figure.
    pub(crate) low: f64,
    /// The highest one.
    pub(crate) high: f64,
    /// How many there are.
    pub(crate) rounds: usize,
}

impl Series {
    /// Of these figures; `None` of none.
    pub(crate) fn of(mut figures: Vec<f64>) -> Option<Self> {
        figures.sort_by(f64::total_cmp);
        Some(Self {
            median: figures.get(figures.len() / 2).copied()?,
            low: figures.first().copied()?,
            high: figures.last().copied()?,
            rounds: figures.len(),
        })
    }

    /// How far the figures lie apart, in percent of the median.
    pub(crate) fn spread(&self) -> f64 {
        (self.high - self.low) / self.median * 100.0
    }
}

/// The exponent `e` of `size^e` that leads from one figure to another.
pub(crate) fn exponent((size, figure): (usize, f64), (larger, higher): (usize, f64)) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    let growth = larger as f64 / size as f64;
    (higher / figure).ln() / growth.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_gives_its_middle_and_its_ends() {
        let series = Series::of(vec![3.0, 1.0, 2.0]).unwrap();
        assert_eq!((series.low, series.median, series.high), (1.0, 2.0, 3.0));
        assert_eq!(Series::of(Vec::new()), None);
    }

    #[test]
    fn ten_times_the_time_for_ten_times_the_size_is_linear() {
        assert!((exponent((10, 1.0), (100, 10.0)) - 1.0).abs() < 1e-9);
    }
}
