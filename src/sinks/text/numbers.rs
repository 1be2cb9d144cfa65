//! Numbers as text.

use crate::tables::spec::MONEY_SCALE;

const CENTS: u128 = 10u128.pow(MONEY_SCALE as u32);

/// `00` to `99`.
pub const TWO_DIGITS: &[u8; 200] = b"\
    00010203040506070809101112131415161718192021222324252627282930313233343536373839\
    40414243444546474849505152535455565758596061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899";

/// A number below 100, in two digits.
#[inline]
pub fn two_digits(number: u32) -> &'static [u8] {
    let at = number as usize * 2;
    &TWO_DIGITS[at..at + 2]
}

/// Adds a 32-bit whole number.
#[inline]
pub fn write_int(value: i32, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Adds a 64-bit whole number.
#[inline]
pub fn write_long(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Adds an amount of hundredths, with two decimals.
#[inline]
pub fn write_money(hundredths: i128, out: &mut Vec<u8>) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let size = hundredths.unsigned_abs();
    // Amounts fit 64 bits, where division is quick; the wide case is there for completeness.
    let cents = match u64::try_from(size) {
        Ok(size) => {
            out.extend_from_slice(itoa::Buffer::new().format(size / CENTS as u64).as_bytes());
            size % CENTS as u64
        }
        Err(_) => {
            out.extend_from_slice(itoa::Buffer::new().format(size / CENTS).as_bytes());
            (size % CENTS) as u64
        }
    };
    out.push(b'.');
    out.extend_from_slice(two_digits(cents as u32));
}

/// Adds the shortest decimal that reads back as the same double. What is not a number (or not
/// finite) has no place in JSON, and is written as an empty cell.
#[inline]
pub fn write_float(value: f64, null: &[u8], out: &mut Vec<u8>) {
    if value.is_finite() {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    } else {
        out.extend_from_slice(null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn money_always_has_two_decimals() {
        for (hundredths, expected) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (12_345, "123.45"),
            (-100, "-1.00"),
            (99_999_999_999_999, "999999999999.99"),
            (i128::from(u64::MAX) + 1, "184467440737095516.16"),
        ] {
            assert_eq!(text(|out| write_money(hundredths, out)), expected);
        }
    }

    #[test]
    fn floats_read_back_as_the_same_double() {
        for value in [0.0, -0.0, 1.0, 0.1, 1.0 / 3.0, 1e-7, 6.02e23, f64::MIN_POSITIVE, f64::MAX] {
            let written = text(|out| write_float(value, b"", out));
            assert_eq!(written.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{written}");
        }
    }

    #[test]
    fn what_is_not_finite_is_written_as_empty() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(text(|out| write_float(value, b"null", out)), "null");
        }
    }

    #[test]
    fn two_digits_are_those_of_the_number() {
        for number in 0..100 {
            assert_eq!(two_digits(number), format!("{number:02}").as_bytes());
        }
    }
}
