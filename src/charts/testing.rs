//! Figures to test laying out and drawing on: every mark, on ordinary and on hostile data.

use super::figure::*;

/// A day to count from: 1 January 2025.
const START: f64 = 20_089.0;

/// Values that a chart may meet.
pub fn samples() -> Vec<(&'static str, Vec<f64>)> {
    let wave = |i: usize| 100.0 + 40.0 * (i as f64 / 9.0).sin() + (i * 7919 % 13) as f64;
    vec![
        ("a year", (0..365).map(wave).collect()),
        ("two weeks", (0..14).map(wave).collect()),
        ("one", vec![42.0]),
        ("two", vec![1.0, 2.0]),
        ("zero", vec![0.0; 9]),
        ("equal", vec![7.25; 30]),
        ("negative", (0..40).map(|i| -wave(i)).collect()),
        ("both signs", (0..40).map(|i| wave(i) - 110.0).collect()),
        ("gaps", (0..60).map(|i| if i % 5 < 2 { f64::NAN } else { wave(i) }).collect()),
        ("infinities", vec![1.0, f64::INFINITY, 3.0, f64::NEG_INFINITY, 5.0]),
        ("huge", vec![1e300, -1e299, 5e-324, 1e308]),
        ("tiny", vec![1e-9, 2e-9, 1.5e-9]),
        ("far from zero", vec![1e12, 1e12 + 1.0, 1e12 + 2.0]),
        ("many", (0..10_000).map(wave).collect()),
        ("nothing", vec![f64::NAN; 5]),
        ("empty", Vec::new()),
    ]
}

/// Names that a chart may meet.
pub fn names() -> Vec<(&'static str, Vec<String>)> {
    let campaign = |i: usize| format!("Brand_Awareness_2025_GCC_Video_Retargeting_Lookalike_{i}");
    let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    vec![
        ("short", own(&["meta", "google", "tiktok", "snapchat"])),
        ("arabic", own(&["حملة رمضان 2025 (الرياض)", "السعودية", "متجر – Dubai", "٪"])),
        ("long", (0..5).map(campaign).collect()),
        ("forty", (0..40).map(campaign).collect()),
        ("odd", own(&["", " ", "\u{202e}abc", "a\nb\u{0}", "漢字👩‍👩‍👧", "<b>&amp;</b>"])),
        ("alone", own(&["only one"])),
    ]
}

fn series(name: &str) -> Series {
    Series::new(name, Colour::Accent)
}

fn amounts(title: &str) -> Axis {
    Axis::linear(title, Unit::Money("AED".to_owned()))
}

fn figure(name: String, panel: Panel) -> Figure {
    let title = format!("Revenue rose 12% while spend rose 31%: {name}");
    let caption = "Daily, 1 January to 31 December 2025, in AED. Cancelled orders left out.";
    Figure::new(&name, title, caption.to_owned(), panel)
}

/// One figure for each kind of mark along a horizontal axis of dates or numbers.
pub fn over_numbers(sample: &str, values: &[f64]) -> Vec<Figure> {
    let at = |i: usize| START + i as f64;
    let points: Vec<(f64, f64)> = values.iter().enumerate().map(|(i, v)| (at(i), *v)).collect();
    let panel = || Panel::new(Axis::dates(), amounts("Revenue a day"));
    let line = |name: &str, stroke| Line { series: series(name), points: points.clone(), stroke };
    let strokes = [Stroke::Solid, Stroke::Thin, Stroke::Dashed, Stroke::Steps];
    let lines = strokes.into_iter().enumerate().fold(panel(), |panel, (i, stroke)| {
        panel.with(line(&format!("line {i} with a name"), stroke))
    });
    let area = |name: &str| Area { series: series(name), heights: values.to_vec() };
    let stack = Stack {
        x: points.iter().map(|(x, _)| *x).collect(),
        areas: vec![area("one"), area("other")],
    };
    let banded = points.iter().map(|&(x, y)| (x, y * 0.8, y * 1.2)).collect();
    let dots = |sized: bool| -> Vec<Dot> {
        let dot = |(i, &(x, y)): (usize, &(f64, f64))| Dot {
            x: x - START,
            y,
            size: sized.then_some(y.abs()),
            label: format!("campaign {i}"),
            named: i < 12,
        };
        points.iter().enumerate().map(dot).collect()
    };
    let cloud = |sized: bool| {
        let marker = Marker::Dot;
        Panel::new(amounts("Spend"), amounts("Revenue")).with(Points {
            series: series("cloud"),
            dots: dots(sized),
            marker,
        })
    };
    let bar = |&(at, value): &(f64, f64)| Bar { at, value, label: "1.2 k".into(), colour: None };
    let bars = |arrangement| Bars {
        series: vec![BarSeries { series: series("bars"), bars: points.iter().map(bar).collect() }],
        arrangement,
        track: None,
    };
    let estimates = points.iter().map(|&(at, value)| Estimate {
        at,
        value,
        interval: Some((value - 1.0, value + 2.0)),
        colour: None,
    });
    let estimates = Estimates {
        series: series("estimates"),
        estimates: estimates.collect(),
        marker: Marker::Diamond,
    };
    let log = Panel::new(Axis::log("Spend", Unit::Number), Axis::log("Revenue", Unit::Times))
        .with(Points { series: series("cloud"), dots: dots(true), marker: Marker::Ring });
    let rule = Rule { on: Side::Y, at: 90.0, label: "what was planned".into() };
    let region = Region { on: Side::X, from: at(3), to: at(9), label: "hold-out".into() };
    let note = Note { x: at(2), y: values.get(2).copied().unwrap_or(0.0), text: "outage".into() };
    let panels = [
        ("lines", lines.clone().with(rule.clone()).with(region).with(note)),
        ("stack", panel().with(stack)),
        ("band", panel().with(Band { series: series("90% interval"), points: banded }).with(rule)),
        ("cloud", cloud(false)),
        ("bubbles", cloud(true)),
        ("grouped bars", panel().with(bars(Arrangement::Grouped))),
        ("stacked bars", panel().with(bars(Arrangement::Stacked))),
        ("estimates", panel().with(estimates)),
        ("log", log),
    ];
    let named = |kind: &str| format!("{kind}, {sample}");
    let mut figures: Vec<Figure> =
        panels.into_iter().map(|(kind, panel)| figure(named(kind), panel)).collect();
    figures.push(figure(named("direct"), lines.clone()).keys(Keys::Direct));
    for columns in [2, 3] {
        let panels = (0..5).map(|i| lines.clone().titled(format!("Panel {i} with a heading")));
        let many = Figure { panels: panels.collect(), columns, ..figure(named("grid"), panel()) };
        figures.push(many);
    }
    figures
}

/// One figure for each kind of mark along an axis of names.
pub fn over_names(sample: &str, names: &[String]) -> Vec<Figure> {
    let value = |i: usize| 1e6 / (i as f64 + 1.0) * if i % 7 == 3 { -0.3 } else { 1.0 };
    let bar = |i: usize| Bar {
        at: i as f64,
        value: value(i),
        label: format!("{} k", i * 37),
        colour: (i % 2 == 1).then(|| Colour::Platform(names[i].clone())),
    };
    let bars = |arrangement, groups: usize| Bars {
        series: (0..groups)
            .map(|group| BarSeries {
                series: Series::new(format!("group {group}"), Colour::Kind(group)),
                bars: (0..names.len()).map(bar).collect(),
            })
            .collect(),
        arrangement,
        track: (groups == 1).then_some(1.2e6),
    };
    let lying = || Panel::new(amounts("Revenue"), Axis::categories(names.to_vec()));
    let upright = || Panel::new(Axis::categories(names.to_vec()), amounts("Revenue"));
    let estimates = || Estimates {
        series: series("estimate"),
        estimates: (0..names.len())
            .map(|i| Estimate {
                at: i as f64 + 0.2,
                value: value(i),
                interval: Some((value(i) - 2e5, value(i) + 3e5)),
                colour: None,
            })
            .collect(),
        marker: Marker::Tick,
    };
    let places = (0..names.len()).flat_map(|x| (0..names.len()).map(move |y| (x, y)));
    let cells = places.map(|(x, y)| Cell {
        x,
        y,
        value: if (x + y) % 5 == 4 { f64::NAN } else { (x * 3 + y) as f64 },
        label: format!("{}.4×", x + y),
    });
    let cells = Cells { series: "ROAS".into(), cells: cells.collect(), ramp: Ramp::Sequential };
    let map = Panel::new(Axis::categories(names.to_vec()), Axis::categories(names.to_vec()));
    let rule = || Rule { on: Side::X, at: 4e5, label: "breaks even".into() };
    let panels = [
        ("lying", lying().with(bars(Arrangement::Grouped, 1)).with(rule())),
        ("lying groups", lying().with(bars(Arrangement::Grouped, 3))),
        ("lying stack", lying().with(bars(Arrangement::Stacked, 3))),
        ("upright", upright().with(bars(Arrangement::Grouped, 1))),
        ("upright groups", upright().with(bars(Arrangement::Grouped, 2))),
        ("upright stack", upright().with(bars(Arrangement::Stacked, 2))),
        ("lying estimates", lying().with(rule()).with(estimates())),
        ("upright estimates", upright().with(estimates())),
        ("cells", map.with(cells)),
    ];
    panels.into_iter().map(|(kind, panel)| figure(format!("{kind}, {sample}"), panel)).collect()
}

/// All of them.
pub fn figures() -> Vec<Figure> {
    let numbers = samples();
    let numbers = numbers.iter().flat_map(|(sample, values)| over_numbers(sample, values));
    let names = names();
    let names = names.iter().flat_map(|(sample, names)| over_names(sample, names));
    numbers.chain(names).collect()
}
