//! Text before it is written: what no page can show is taken out, what a page would read as markup
//! is escaped.

/// Without line breaks and other control characters, which nothing can draw.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if is_unwritable(c) { ' ' } else { c })
        .collect()
}

/// For the text and the attributes of HTML and SVG.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            c if is_unwritable(c) => written.push(' '),
            c => written.push(c),
        }
    }
    written
}

/// Control characters, and the two that XML refuses.
fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// A short form of a text, with an ellipsis where something was left out.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_page_would_read_as_markup() {
        assert_eq!(
            escaped("<b title=\"x\">A & B's</b>\u{0}\n"),
            "&lt;b title=&quot;x&quot;&gt;A &amp; B&#39;s&lt;/b&gt;  "
        );
        assert_eq!(one_line("a\tb\r\nc\u{85}d"), "a b  c d");
        assert_eq!(shortened("Lampshade", 5), "Lamp…");
        assert_eq!(shortened("Lamp", 4), "Lamp");
    }
}
