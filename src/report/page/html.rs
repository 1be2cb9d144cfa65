//! Markup. Text is always escaped, and tags come from the program alone.
//!
//! Names out of the data may run from right to left; [`name`] fences them with the Unicode
//! characters made for that, so that a sentence can be built as plain text and be printed in a
//! terminal too. Here the fences become `<bdi>`.

use std::fmt::Write;

/// First strong isolate: what follows has a direction of its own.
const FENCE_OPEN: char = '\u{2068}';
/// Pop directional isolate: the end of it.
const FENCE_CLOSE: char = '\u{2069}';

/// A piece of markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

/// One element, until it becomes markup.
#[derive(Debug, Clone)]
pub struct Element {
    tag: &'static str,
    attributes: String,
    inside: Html,
}

/// Elements that never have anything inside.
const VOID: [&str; 4] = ["br", "img", "link", "meta"];

/// An element around something.
pub fn el(tag: &'static str, inside: impl Into<Html>) -> Element {
    Element { tag, attributes: String::new(), inside: inside.into() }
}

/// A name out of the data, fenced against the direction of the words around it.
pub fn name(data: &str) -> String {
    let plain = data.chars().filter(|c| !is_direction_mark(*c));
    [FENCE_OPEN].into_iter().chain(plain).chain([FENCE_CLOSE]).collect()
}

/// The characters that steer the direction of text: an embedding that is never closed would turn
/// everything after it.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Element {
    /// Adds an attribute; its value is escaped.
    pub fn with(mut self, attribute: &'static str, value: &str) -> Element {
        // Writing to a string never fails.
        let _ = write!(self.attributes, " {attribute}=\"");
        escape(value, &mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// Adds a class.
    pub fn class(self, class: &str) -> Element {
        self.with("class", class)
    }

    /// Adds an id.
    pub fn id(self, id: &str) -> Element {
        self.with("id", id)
    }
}

impl Html {
    /// Markup that the program holds, taken as it is.
    pub fn trusted(markup: &'static str) -> Html {
        Html(markup.to_owned())
    }

    /// Adds something.
    pub fn push(&mut self, more: impl Into<Html>) {
        self.0.push_str(&more.into().0);
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Html {
        let mut out = String::with_capacity(text.len());
        let mut open = 0;
        for (i, part) in text.split_inclusive([FENCE_OPEN, FENCE_CLOSE]).enumerate() {
            let _ = i;
            let plain = part.trim_end_matches([FENCE_OPEN, FENCE_CLOSE]);
            escape(plain, &mut out);
            if part.ends_with(FENCE_OPEN) {
                out.push_str("<bdi>");
                open += 1;
            } else if part.ends_with(FENCE_CLOSE) && open > 0 {
                out.push_str("</bdi>");
                open -= 1;
            }
        }
        out.push_str(&"</bdi>".repeat(open));
        Html(out)
    }
}

/// Escapes what has a meaning in markup; control characters, which have no place in it, become
/// spaces.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
}

impl From<String> for Html {
    fn from(text: String) -> Html {
        Html::from(text.as_str())
    }
}

impl From<&String> for Html {
    fn from(text: &String) -> Html {
        Html::from(text.as_str())
    }
}

impl From<Element> for Html {
    fn from(Element { tag, attributes, inside }: Element) -> Html {
        match VOID.contains(&tag) {
            true => Html(format!("<{tag}{attributes}>")),
            false => Html(format!("<{tag}{attributes}>{}</{tag}>", inside.0)),
        }
    }
}

impl From<()> for Html {
    fn from((): ()) -> Html {
        Html::default()
    }
}

impl<T: Into<Html>> From<Option<T>> for Html {
    fn from(some: Option<T>) -> Html {
        some.map_or_else(Html::default, Into::into)
    }
}

impl<T: Into<Html>> From<Vec<T>> for Html {
    fn from(all: Vec<T>) -> Html {
        all.into_iter().collect()
    }
}

impl<T: Into<Html>, const N: usize> From<[T; N]> for Html {
    fn from(all: [T; N]) -> Html {
        all.into_iter().collect()
    }
}

impl<T: Into<Html>> FromIterator<T> for Html {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Html {
        let mut html = Html::default();
        for one in all {
            html.push(one);
        }
        html
    }
}

impl<A: Into<Html>, B: Into<Html>> From<(A, B)> for Html {
    fn from((a, b): (A, B)) -> Html {
        [a.into(), b.into()].into_iter().collect()
    }
}

impl<A: Into<Html>, B: Into<Html>, C: Into<Html>> From<(A, B, C)> for Html {
    fn from((a, b, c): (A, B, C)) -> Html {
        [a.into(), b.into(), c.into()].into_iter().collect()
    }
}

impl<A: Into<Html>, B: Into<Html>, C: Into<Html>, D: Into<Html>> From<(A, B, C, D)> for Html {
    fn from((a, b, c, d): (A, B, C, D)) -> Html {
        [a.into(), b.into(), c.into(), d.into()].into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        Html::from(text).into_string()
    }

    #[test]
    fn what_has_a_meaning_in_markup_is_escaped() {
        assert_eq!(text("<b a='\"'> & \u{7}"), "&lt;b a=&#39;&quot;&#39;&gt; &amp;  ");
        let link = Html::from(el("a", "x").with("title", "\"><script>"));
        assert_eq!(link.into_string(), "<a title=\"&quot;&gt;&lt;script&gt;\">x</a>");
    }

    #[test]
    fn names_are_isolated_and_cannot_break_out() {
        assert_eq!(text(&name("متجر")), "<bdi>متجر</bdi>");
        assert_eq!(text(&name("a\u{2069}\u{202e}b")), "<bdi>ab</bdi>");
        // Data that was not passed through `name` leaves no element open either.
        assert_eq!(text("x\u{2068}y"), "x<bdi>y</bdi>");
        assert_eq!(text("x\u{2069}y\u{2069}"), "xy");
    }

    #[test]
    fn pieces_stand_in_their_order() {
        let html = Html::from(("a", el("br", ()), vec!["b", "c"], Some(el("i", "d"))));
        assert_eq!(html.into_string(), "a<br>bc<i>d</i>");
    }
}
