//! Headings, and what stands under them.

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its id, for links.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// One or two sentences under the heading.
    pub intro: &'static str,
}

pub const FINDINGS: Section = Section {
    id: "findings",
    title: "Findings",
    intro: "In order of the money that each is about. The sums overlap and do not add up.",
};

pub const FIGURES: Section = Section {
    id: "figures",
    title: "Key figures",
    intro: "Ratios of sums over the whole period, never means of ratios.",
};

pub const CLAIMS: Section = Section {
    id: "claims",
    title: "Claimed, counted, modelled",
    intro: "What each platform says it brought; what its visits ended in by last click; and what \
            the response model finds that it caused, with a 90% interval. Claims overlap: two \
            platforms may claim one order. Last clicks miss what works without a click, and \
            credit ads for orders that were coming anyway.",
};

pub const CHARTS: Section = Section {
    id: "charts",
    title: "Charts",
    intro: "Each title says what the chart shows; the sentence beside it says how to read it.",
};

pub const TABLES: Section = Section {
    id: "tables",
    title: "Tables",
    intro: "Rounded here, money in the currency named at the top; every figure stands unrounded in \
            tables/ and in metrics.json.",
};

pub const METHOD: Section =
    Section { id: "method", title: "Method", intro: "What was computed, as it was computed." };

pub const CAVEATS: Section = Section {
    id: "caveats",
    title: "What these figures cannot say",
    intro: "Limits of the data and of the models, found in this run.",
};

pub const TRUTH: Section = Section {
    id: "truth",
    title: "Truth beside estimate",
    intro: "These data were made, and the answer key lies beside them. No estimate has looked at \
            it: the truth is set beside them here, and marked on the charts of ROAS and response.",
};

pub const FILES: Section =
    Section { id: "files", title: "Files", intro: "What lies beside this page." };
