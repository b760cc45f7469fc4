//! Pages that are filled from top to bottom, and the structure of what stands on them.

use std::rc::Rc;

use crate::{
    font::{Fonts, Weight},
    palette::Ink,
    picture::{Label, Picture, Point, Side},
};

/// A4 in points.
pub(super) const WIDTH: f64 = 595.28;
pub(super) const HEIGHT: f64 = 841.89;
/// Left and right of what is written.
pub(super) const MARGIN: f64 = 48.0;
/// Where what is written begins and ends, between head and foot.
pub(super) const TOP: f64 = 76.0;
pub(super) const BOTTOM: f64 = HEIGHT - 68.0;
/// How wide what is written is.
pub(super) const ROOM: f64 = WIDTH - 2.0 * MARGIN;

/// What a part of the report is, for those who have it read aloud.
#[derive(Debug, Clone)]
pub(super) enum Role {
    Root,
    Title(String),
    Heading(String),
    Paragraph,
    Note,
    Figure(String),
    Caption,
    Table(String),
    TableHead,
    TableBody,
    TableFoot,
    TableRow,
    /// The head of a column.
    ColumnHead,
    /// The cell that names its row.
    RowHead,
    TableCell,
}

/// The number of an element among all.
pub(super) type ElementId = usize;

/// A part of the structure.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) role: Role,
    pub(super) children: Vec<Child>,
}

/// What an element holds, in reading order.
#[derive(Debug)]
pub(super) enum Child {
    Element(ElementId),
    /// A drawn thing: its page, and its place among what is drawn there.
    Drawn(usize, usize),
}

/// Something drawn on a page.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) what: What,
    /// It says something; what does not is left out when the page is read aloud.
    pub(super) is_content: bool,
}

/// What is drawn. Places are points from the upper left corner of the page.
#[derive(Debug)]
pub(super) enum What {
    Text(Label),
    Line {
        points: [Point; 2],
        ink: Ink,
        width: f64,
    },
    Area {
        from: Point,
        to: Point,
        ink: Ink,
    },
    Dot {
        at: Point,
        radius: f64,
        ink: Ink,
    },
    Picture {
        picture: Rc<Picture>,
        at: Point,
        scale: f64,
    },
}

/// A head in the list of contents.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) y: f64,
}

/// A report laid out.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) pages: Vec<Vec<Drawn>>,
    pub(super) elements: Vec<Element>,
    pub(super) stops: Vec<Stop>,
}

/// The element that holds all others.
pub(super) const ROOT: ElementId = 0;

/// Pages in the making.
pub(super) struct Pages<'a> {
    pub(super) fonts: &'a Fonts,
    laid: Laid,
    /// How far down the last page is filled.
    pub(super) y: f64,
    /// What comes next stands under a head, and close to it.
    pub(super) is_under_head: bool,
}

/// A state of the pages to go back to.
#[derive(Debug)]
pub(super) struct Mark {
    pages: usize,
    drawn: usize,
    elements: usize,
    of_root: usize,
    stops: usize,
    y: f64,
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) leading: f64,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

impl<'a> Pages<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        let root = Element {
            role: Role::Root,
            children: Vec::new(),
        };
        Self {
            fonts,
            laid: Laid {
                pages: vec![Vec::new()],
                elements: vec![root],
                stops: Vec::new(),
            },
            y: TOP,
            is_under_head: false,
        }
    }

    pub(super) fn finished(self) -> Laid {
        self.laid
    }

    /// Adds a part to the structure.
    pub(super) fn element(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = self.laid.elements.len();
        self.laid.elements.push(Element {
            role,
            children: Vec::new(),
        });
        self.laid.elements[parent].children.push(Child::Element(id));
        id
    }

    /// Draws something that says something.
    pub(super) fn draw(&mut self, element: ElementId, what: What) {
        let page = self.laid.pages.len() - 1;
        let place = self.laid.pages[page].len();
        self.laid.elements[element]
            .children
            .push(Child::Drawn(page, place));
        self.put(what, true);
    }

    /// Draws something that says nothing: a rule, a shade, a head that is written again.
    pub(super) fn decorate(&mut self, what: What) {
        self.put(what, false);
    }

    fn put(&mut self, what: What, is_content: bool) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(Drawn { what, is_content });
        }
    }

    /// Remembers the state between two blocks.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            pages: self.laid.pages.len(),
            drawn: self.laid.pages.last().map_or(0, Vec::len),
            elements: self.laid.elements.len(),
            of_root: self.laid.elements[ROOT].children.len(),
            stops: self.laid.stops.len(),
            y: self.y,
        }
    }

    /// Whether all that was drawn since went to later pages.
    pub(super) fn has_left_alone(&self, mark: &Mark) -> bool {
        self.laid.pages.len() > mark.pages && self.laid.pages[mark.pages - 1].len() == mark.drawn
    }

    /// Takes back what was laid out since.
    pub(super) fn back_to(&mut self, mark: &Mark) {
        self.laid.pages.truncate(mark.pages);
        if let Some(page) = self.laid.pages.last_mut() {
            page.truncate(mark.drawn);
        }
        self.laid.elements.truncate(mark.elements);
        self.laid.elements[ROOT].children.truncate(mark.of_root);
        self.laid.stops.truncate(mark.stops);
        self.y = mark.y;
    }

    /// A line across all that is written, at the current height.
    pub(super) fn rule(&mut self, ink: Ink, width: f64) {
        let y = self.y;
        self.decorate(What::Line {
            points: [(MARGIN, y), (WIDTH - MARGIN, y)],
            ink,
            width,
        });
    }

    /// Remembers the current place for the list of contents.
    pub(super) fn stop(&mut self, text: &str) {
        self.laid.stops.push(Stop {
            text: text.to_owned(),
            page: self.laid.pages.len() - 1,
            y: self.y,
        });
    }

    /// What is left of the page.
    pub(super) fn left(&self) -> f64 {
        BOTTOM - self.y
    }

    pub(super) fn is_at_top(&self) -> bool {
        self.y <= TOP
    }

    pub(super) fn new_page(&mut self) {
        self.laid.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Goes on to a new page where so much does not fit on this one.
    pub(super) fn need(&mut self, height: f64) {
        if self.left() < height && !self.is_at_top() {
            self.new_page();
        }
    }

    /// Space between blocks: none at the top of a page, little under a head.
    pub(super) fn space(&mut self, height: f64) {
        const UNDER_HEAD: f64 = 10.0;
        let under_head = std::mem::take(&mut self.is_under_head);
        if !self.is_at_top() {
            self.y += if under_head {
                height.min(UNDER_HEAD)
            } else {
                height
            };
        }
    }

    /// Writes a text in as many lines and on as many pages as it takes.
    pub(super) fn write(&mut self, element: ElementId, text: &str, style: Style) {
        self.write_in(element, text, style, MARGIN, ROOM);
    }

    /// The same from a place on and in a width.
    pub(super) fn write_in(
        &mut self,
        element: ElementId,
        text: &str,
        style: Style,
        x: f64,
        room: f64,
    ) {
        for line in self.fonts.wrap(text, style.weight, style.size, room) {
            self.need(style.leading);
            let at = (x, self.y + base(style));
            self.draw(element, What::Text(style.label(line, at, Side::Start)));
            self.y += style.leading;
        }
    }
}

impl Style {
    pub(super) fn label(self, text: String, at: Point, side: Side) -> Label {
        Label {
            text,
            at,
            side,
            size: self.size,
            weight: self.weight,
            ink: self.ink,
        }
    }
}

/// From the top of a line to what its letters stand on.
pub(super) fn base(style: Style) -> f64 {
    style.leading / 2.0 + style.size * 0.36
}
