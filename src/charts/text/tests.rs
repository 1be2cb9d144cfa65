use jiff::civil::date;

use super::*;

#[test]
fn a_period_names_its_year_once_if_once_will_do() {
    let first = date(2025, 3, 1);
    assert_eq!(period(first, date(2025, 9, 26)), "1 March to 26 September 2025");
    assert_eq!(period(date(2024, 12, 31), first), "31 December 2024 to 1 March 2025");
    assert_eq!(period(first, first), "1 March 2025");
    assert_eq!(months(first, date(2025, 8, 1)), "March to August 2025");
    assert_eq!(months(date(2024, 3, 1), first), "March 2024 to March 2025");
}

#[test]
fn small_changes_are_none() {
    assert_eq!(moved(0.123), "rose 12%");
    assert_eq!(moved(-0.0812), "fell 8.1%");
    assert_eq!(moved(0.004), "held");
}

#[test]
fn lists_name_a_few_and_count_the_rest() {
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
    assert_eq!(list(&names(0)), "");
    assert_eq!(list(&names(1)), "0");
    assert_eq!(list(&names(3)), "0, 1 and 2");
    assert_eq!(list(&names(4)), "0, 1, 2 and 3");
    assert_eq!(list(&names(9)), "0, 1, 2 and 6 others");
}

#[test]
fn names_that_run_backwards_are_set_apart() {
    assert_eq!(named("Kuwait"), "Kuwait");
    assert_eq!(named("حملة 7"), "\u{2068}حملة 7\u{2069}");
    assert_eq!(list(&["الكويت".to_owned(), "Oman".to_owned()]), "\u{2068}الكويت\u{2069} and Oman");
}

#[test]
fn platforms_are_written_as_they_write_themselves() {
    assert_eq!(platform("tiktok"), "TikTok");
    assert_eq!(platform("Google Ads"), "Google Ads");
}
