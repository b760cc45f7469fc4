//! Comma-separated text as Shopify writes it: UTF-8 without a mark, LF, quotes only where needed.

/// A table under construction.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<&'static str>,
    text: String,
}

impl Table {
    /// A table with that header line.
    pub(super) fn new(header: &'static str) -> Self {
        Self {
            columns: header.split(',').collect(),
            text: format!("{header}\n"),
        }
    }

    /// Adds a row: the named cells are filled, all others are empty.
    pub(super) fn row(&mut self, cells: &[(&str, &str)]) {
        let mut row = vec![""; self.columns.len()];
        for (name, value) in cells {
            if let Some(position) = self.columns.iter().position(|column| column == name) {
                row[position] = value;
            } else {
                debug_assert!(false, "no column is called {name}");
            }
        }
        for (position, value) in row.into_iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self.cell(value);
        }
        self.text.push('\n');
    }

    fn cell(&mut self, value: &str) {
        if value.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&value.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Cents as a plain decimal: `57.80`.
pub(super) fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_gets_them() {
        let mut table = Table::new("a,b,c");
        table.row(&[("c", "say \"hello\",\nplease"), ("a", "plain")]);
        assert_eq!(
            table.finish(),
            "a,b,c\nplain,,\"say \"\"hello\"\",\nplease\"\n"
        );
    }

    #[test]
    fn money_has_two_decimals() {
        assert_eq!(money(5780), "57.80");
        assert_eq!(money(5), "0.05");
    }
}
