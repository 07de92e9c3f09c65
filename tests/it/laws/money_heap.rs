//! What money does often needs no heap (spec/money.md 8).

use std::fmt::{self, Write as _};

use allocation_counter::measure;
use partnership::{Currency, Money, Ratio, Rounding};

/// What is written, on the stack.
struct Buffer {
    bytes: [u8; 64],
    length: usize,
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[test]
fn arithmetic_and_text_of_money_need_no_heap() {
    let amounts = vec![Money::from_minor(123_456_789_012, Currency::USD); 1_024];
    let share: Ratio = "1234/9999".parse().unwrap();
    let tokens = Currency::custom("TOKEN", 18).unwrap();
    let large = Money::from_minor_wide((1 << 96) - 1, tokens).unwrap();
    let used = measure(|| {
        let total = Money::sum(Currency::USD, amounts.iter().copied()).unwrap();
        assert_eq!(total.minor(), 123_456_789_012 * 1_024);
        assert_eq!(
            amounts[0].checked_add(amounts[1]).unwrap().minor(),
            246_913_578_024
        );
        let part = amounts[0].times_ratio(share, Rounding::HalfAwayFromZero);
        // 123,456,789,012 * 1,234 / 9,999 = 15,236,091,373.21...
        assert_eq!(part.unwrap().minor(), 15_236_091_373);
        large.times_ratio(share, Rounding::HalfEven).unwrap();
        for amount in [amounts[0], -amounts[0], large] {
            let mut buffer = Buffer {
                bytes: [0; 64],
                length: 0,
            };
            write!(buffer, "{amount}").unwrap();
            let text = std::str::from_utf8(&buffer.bytes[..buffer.length]).unwrap();
            assert_eq!(text.parse::<Money>().unwrap(), amount);
        }
        for code in ["USD", "KWD", "HUF"] {
            Currency::iso(code).unwrap();
        }
    });
    assert_eq!(used.count_total, 0);
}
