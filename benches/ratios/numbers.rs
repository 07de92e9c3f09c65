//! Data of the measurements.

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, limit: u64) -> u64 {
        // The multiplier of Knuth's MMIX; the upper half is good enough for data.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u64::try_from((u128::from(self.0) * u128::from(limit)) >> 64).unwrap_or(0)
    }
}
