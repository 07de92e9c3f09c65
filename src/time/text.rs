//! Dates and instants of chrono: their exact text, and how they travel.

use std::fmt;

use chrono::{DateTime, NaiveDate, Timelike as _, Utc};

/// The first day there is.
pub(super) const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The last day there is.
pub(super) const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// Whether a date lies in the years 1 to 9999.
#[inline]
pub(super) fn is_in_range(date: NaiveDate) -> bool {
    FIRST <= date && date <= LAST
}

/// The number that ASCII digits write.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| digit.wrapping_sub(b'0'))?;
        value.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

/// Reads a date of exactly the form `YYYY-MM-DD`, year 0001 to 9999.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
        .filter(|date| is_in_range(*date))
}

/// Reads an instant of exactly the form `YYYY-MM-DDTHH:MM:SS[.f]Z`, `f` 1 to 9 digits.
pub(crate) fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (seconds, fraction) = match time.split_once('.') {
        Some((seconds, fraction)) => (seconds, Some(fraction)),
        None => (time, None),
    };
    let &[h1, h2, b':', m1, m2, b':', s1, s2] = seconds.as_bytes() else {
        return None;
    };
    let nano = match fraction {
        Some(digits) if (1..=9).contains(&digits.len()) => {
            let missing = u32::try_from(9_usize.checked_sub(digits.len())?).ok()?;
            number(digits.as_bytes())?.checked_mul(10_u32.checked_pow(missing)?)?
        }
        Some(_) => return None,
        None => 0,
    };
    let (hour, minute) = (number(&[h1, h2])?, number(&[m1, m2])?);
    let local = parse_date(date)?.and_hms_nano_opt(hour, minute, number(&[s1, s2])?, nano)?;
    Some(local.and_utc())
}

/// Writes an instant as `YYYY-MM-DDTHH:MM:SSZ`, with 3, 6 or 9 decimals where it has any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InstantText(pub(crate) DateTime<Utc>);

impl fmt::Display for InstantText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.0.time();
        let (date, nano) = (self.0.date_naive(), time.nanosecond());
        write!(
            f,
            "{date}T{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )?;
        let shortened = |by: u32| {
            nano.checked_rem(by)
                .filter(|rest| *rest == 0)
                .and(nano.checked_div(by))
        };
        if nano == 0 {
            f.write_str("Z")
        } else if let Some(milli) = shortened(1_000_000) {
            write!(f, ".{milli:03}Z")
        } else if let Some(micro) = shortened(1_000) {
            write!(f, ".{micro:06}Z")
        } else {
            write!(f, ".{nano:09}Z")
        }
    }
}

/// Whether an instant has a text: in range, and no leap second.
pub(super) fn has_text(at: DateTime<Utc>) -> bool {
    is_in_range(at.date_naive()) && at.nanosecond() < 1_000_000_000
}

/// Dates as text in serde: `#[serde(with = "crate::time::date_text")]`; `option` and `list` for
/// `Option<NaiveDate>` (with `default`) and `Vec<NaiveDate>`, `present` for one that may be left
/// out, but is no `null`.
#[cfg(feature = "serde")]
pub(crate) mod date_text {
    use chrono::NaiveDate;
    use serde::de::Deserializer;
    use serde::ser::{Error as _, Serializer};
    use serde::{Deserialize, Serialize};

    /// One date on the wire.
    #[derive(Clone, Copy)]
    struct Wire(NaiveDate);

    impl Serialize for Wire {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if super::is_in_range(self.0) {
                serializer.collect_str(&self.0)
            } else {
                Err(S::Error::custom("the years 1 to 9999 alone have a text"))
            }
        }
    }

    impl<'de> Deserialize<'de> for Wire {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Text;
            impl serde::de::Visitor<'_> for Text {
                type Value = Wire;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a date of the form YYYY-MM-DD, as text")
                }
                fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Wire, E> {
                    super::parse_date(text).map(Wire).ok_or_else(|| {
                        E::custom(format_args!("malformed date {:?}", crate::text::cut(text)))
                    })
                }
            }
            deserializer.deserialize_str(Text)
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub(crate) fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        Wire(*date).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        Wire::deserialize(from).map(|wire| wire.0)
    }

    pub(crate) mod option {
        use super::{Deserialize, Deserializer, NaiveDate, Serialize, Serializer, Wire};

        #[expect(
            clippy::ref_option,
            clippy::trivially_copy_pass_by_ref,
            reason = "the signature that serde asks for"
        )]
        pub(crate) fn serialize<S: Serializer>(
            date: &Option<NaiveDate>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            date.map(Wire).serialize(to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<NaiveDate>, D::Error> {
            Ok(Option::<Wire>::deserialize(from)?.map(|wire| wire.0))
        }
    }

    pub(crate) mod present {
        use super::{Deserializer, NaiveDate};

        pub(crate) use super::option::serialize;

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<NaiveDate>, D::Error> {
            super::deserialize(from).map(Some)
        }
    }

    pub(crate) mod list {
        use super::{Deserialize, Deserializer, NaiveDate, Serializer, Wire};

        pub(crate) fn serialize<S: Serializer>(
            dates: &[NaiveDate],
            to: S,
        ) -> Result<S::Ok, S::Error> {
            to.collect_seq(dates.iter().map(|date| Wire(*date)))
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Vec<NaiveDate>, D::Error> {
            let dates = Vec::<Wire>::deserialize(from)?;
            Ok(dates.into_iter().map(|wire| wire.0).collect())
        }
    }
}

/// Instants as text in serde: `#[serde(with = "crate::time::instant_text")]`; `option` for
/// `Option<DateTime<Utc>>` (with `default`).
#[cfg(feature = "serde")]
pub(crate) mod instant_text {
    use chrono::{DateTime, Utc};
    use serde::de::Deserializer;
    use serde::ser::{Error as _, Serializer};
    use serde::{Deserialize, Serialize};

    /// One instant on the wire.
    #[derive(Clone, Copy)]
    pub(in crate::time) struct Wire(pub(in crate::time) DateTime<Utc>);

    impl Serialize for Wire {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if super::has_text(self.0) {
                serializer.collect_str(&super::InstantText(self.0))
            } else {
                Err(S::Error::custom("the years 1 to 9999 alone have a text"))
            }
        }
    }

    impl<'de> Deserialize<'de> for Wire {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Text;
            impl serde::de::Visitor<'_> for Text {
                type Value = Wire;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an instant of the form YYYY-MM-DDTHH:MM:SSZ, as text")
                }
                fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Wire, E> {
                    super::parse_instant(text).map(Wire).ok_or_else(|| {
                        E::custom(format_args!(
                            "malformed instant {:?}",
                            crate::text::cut(text)
                        ))
                    })
                }
            }
            deserializer.deserialize_str(Text)
        }
    }

    pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        Wire(*at).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        Wire::deserialize(from).map(|wire| wire.0)
    }
}
