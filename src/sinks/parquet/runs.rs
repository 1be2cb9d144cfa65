//! Small numbers in Parquet's hybrid of run-length and bit-packed encoding.
//!
//! Numbers go in groups of eight. Groups in which all are the same join into a run: the count and
//! the number once. Others are packed bit by bit. See "Run Length Encoding / Bit-Packing Hybrid"
//! in the Parquet format's `Encodings.md`.

use arrow_buffer::BooleanBuffer;

/// Numbers in a group.
const GROUP: usize = 8;

/// Appends numbers below `2^width`, `width` at most 32.
pub fn push_runs(numbers: &[u32], width: u32, bytes: &mut Vec<u8>) {
    let (groups, rest) = numbers.as_chunks::<GROUP>();
    let mut packed = 0;
    let mut next = 0;
    while next < groups.len() {
        let number = groups[next][0];
        let same = |group: &&[u32; GROUP]| **group == [number; GROUP];
        let run = groups[next..].iter().take_while(same).count();
        if run > 0 {
            push_packed(&groups[packed..next], width, bytes);
            push_run(number, run * GROUP, width, bytes);
            packed = next + run;
        }
        next += run.max(1);
    }
    push_packed(&groups[packed..], width, bytes);
    if !rest.is_empty() {
        // The reader knows how many numbers there are, and stops before the zeros.
        let mut last = [0; GROUP];
        last[..rest.len()].copy_from_slice(rest);
        push_packed(&[last], width, bytes);
    }
}

/// Appends one number many times.
pub fn push_run(number: u32, times: usize, width: u32, bytes: &mut Vec<u8>) {
    push_varint(times << 1, bytes);
    bytes.extend_from_slice(&number.to_le_bytes()[..width.div_ceil(8) as usize]);
}

/// Appends ones and zeros, packed: eight to a byte, as they already are in memory.
pub fn push_bits(bits: &BooleanBuffer, bytes: &mut Vec<u8>) {
    push_varint(bits.len().div_ceil(GROUP) << 1 | 1, bytes);
    bytes.extend_from_slice(bits.sliced().as_slice());
    // Bits beyond the last belong to nobody; no two writers should differ in them.
    if let (Some(last), rest @ 1..) = (bytes.last_mut(), bits.len() % GROUP) {
        *last &= (1 << rest) - 1;
    }
}

/// Appends groups bit by bit, the lowest bit first.
fn push_packed(groups: &[[u32; GROUP]], width: u32, bytes: &mut Vec<u8>) {
    if groups.is_empty() {
        return;
    }
    push_varint(groups.len() << 1 | 1, bytes);
    let (mut bits, mut filled) = (0u64, 0);
    for &number in groups.as_flattened() {
        bits |= u64::from(number) << filled;
        filled += width;
        if filled >= u32::BITS {
            bytes.extend_from_slice(&(bits as u32).to_le_bytes());
            bits >>= u32::BITS;
            filled -= u32::BITS;
        }
    }
    // Eight numbers fill whole bytes.
    bytes.extend_from_slice(&bits.to_le_bytes()[..filled as usize / 8]);
}

/// Appends a number seven bits at a time, the lowest first; the high bit says that more follow.
fn push_varint(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    /// Reads the encoding back, by the letter of the format.
    fn read(bytes: &[u8], width: u32, count: usize) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut bytes = bytes.iter();
        while numbers.len() < count {
            let (mut header, mut shift) = (0, 0);
            loop {
                let byte = usize::from(*bytes.next().unwrap());
                header |= (byte & 0x7F) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            if header & 1 == 0 {
                let mut number = 0;
                for place in 0..width.div_ceil(8) {
                    number |= u32::from(*bytes.next().unwrap()) << (8 * place);
                }
                numbers.extend(std::iter::repeat_n(number, header >> 1));
            } else {
                let packed = bytes.by_ref().take((header >> 1) * width as usize).copied();
                let bits: Vec<u32> = packed
                    .flat_map(|byte| (0..8).map(move |bit| u32::from(byte) >> bit & 1))
                    .collect();
                for bits in bits.chunks(width.max(1) as usize) {
                    numbers.push(bits.iter().rev().fold(0, |number, bit| number << 1 | bit));
                }
            }
        }
        assert_eq!(bytes.count(), 0);
        numbers.truncate(count);
        numbers
    }

    #[test]
    fn numbers_of_any_width_and_count_come_back() {
        let key = Key::seed(8);
        for width in [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32] {
            for count in [0, 1, 7, 8, 9, 64, 1_000, 5_003] {
                let numbers: Vec<u32> = (0..count)
                    .map(|n| {
                        // Stretches of noise and stretches of one number.
                        let place = if n / 100 % 2 == 0 { n } else { n / 100 };
                        key.at(place as u64).below(1u64 << width) as u32
                    })
                    .collect();
                let mut bytes = Vec::new();
                push_runs(&numbers, width, &mut bytes);
                assert_eq!(read(&bytes, width, count), numbers, "{width} {count}");
            }
        }
    }

    #[test]
    fn bits_from_any_place_come_back() {
        let key = Key::seed(9);
        let all = BooleanBuffer::collect_bool(1_003, |n| key.at(n as u64).happens(0.8));
        for (first, count) in [(0, 1_003), (5, 998), (8, 16), (13, 1)] {
            let mut bytes = Vec::new();
            push_bits(&all.slice(first, count), &mut bytes);
            let expected: Vec<u32> =
                (first..first + count).map(|n| u32::from(all.value(n))).collect();
            assert_eq!(read(&bytes, 1, count), expected);
        }
    }

    #[test]
    fn a_constant_takes_a_few_bytes() {
        let mut bytes = Vec::new();
        push_runs(&[5; 131_072], 3, &mut bytes);
        assert_eq!(bytes.len(), 4);
        assert_eq!(read(&bytes, 3, 131_072), [5; 131_072]);
    }

    #[test]
    fn packed_bits_stand_as_in_the_example_of_the_format() {
        // Encodings.md: the numbers 0 to 7 at three bits are 0x88, 0xC6, 0xFA.
        let mut bytes = Vec::new();
        push_runs(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut bytes);
        assert_eq!(bytes, [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
    }
}
