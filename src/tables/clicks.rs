//! Click ids in each platform's own look.

use arrow_array::builder::StringBuilder;

use crate::random::Key;
use crate::random::names::CLICK_ID;
use crate::scenario::ClickId;

/// Digits of click ids: the URL-safe Base64 alphabet.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Random digits in a click id: 120 bits.
const LENGTH: usize = 20;

/// What a platform's click ids begin with.
fn prefix(kind: ClickId) -> &'static str {
    match kind {
        ClickId::Gclid => "Cj0KCQ",
        ClickId::Fbclid => "IwAR",
        ClickId::Ttclid => "E.C.P.",
        ClickId::Epik => "dj0y",
        ClickId::Sccid | ClickId::Msclkid | ClickId::Twclid | ClickId::Lifatid => "",
        ClickId::Clickid => "c_",
    }
}

/// Appends the id of the click with this key.
#[inline]
pub fn push_click_id(column: &mut StringBuilder, kind: ClickId, click: Key) {
    let prefix = prefix(kind).as_bytes();
    let mut text = [0u8; LENGTH + 6];
    text[..prefix.len()].copy_from_slice(prefix);
    let key = click.of(CLICK_ID);
    let mut bits = key.bits();
    for (n, digit) in text[prefix.len()..prefix.len() + LENGTH].iter_mut().enumerate() {
        if n == LENGTH / 2 {
            bits = key.at(1).bits();
        }
        *digit = DIGITS[(bits & 63) as usize];
        bits >>= 6;
    }
    // The alphabet and the prefixes are ASCII.
    column.append_value(std::str::from_utf8(&text[..prefix.len() + LENGTH]).unwrap_or_default());
}
