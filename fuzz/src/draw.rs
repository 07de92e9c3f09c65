//! Choices drawn from bytes.

/// The bytes of an input, taken as choices; once they have run out, every choice is the first.
#[derive(Clone, Debug)]
pub struct Draw<'a>(&'a [u8]);

impl<'a> Draw<'a> {
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// What is left.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A number below `count`, which is above 0.
    pub fn below(&mut self, count: usize) -> usize {
        let mut choice = usize::from(self.byte());
        if count > 256 {
            choice = choice * 256 + usize::from(self.byte());
        }
        choice % count
    }

    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// Yes once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// A number of any magnitude, small ones and the edges more often.
    pub fn number(&mut self) -> i64 {
        let width = self.byte();
        let mut wide = |bytes: usize| {
            (0..bytes).fold(0_i64, |number, _| {
                number.wrapping_mul(256).wrapping_add(self.byte().into())
            })
        };
        match width % 16 {
            0 => 0,
            1 => 1,
            2 => -1,
            3 => i64::MAX,
            4 => i64::MIN,
            5..=8 => wide(1),
            9 => wide(1).wrapping_neg(),
            10 | 11 => wide(2),
            12 => wide(2).wrapping_neg(),
            13 => wide(4),
            14 => wide(7),
            _ => wide(8),
        }
    }

    /// A number of 128 bits, the edges more often.
    pub fn wide(&mut self) -> i128 {
        let low = i128::from(self.number());
        if self.once_in(4) {
            low.wrapping_mul(i128::from(self.number()))
        } else {
            low
        }
    }
}
