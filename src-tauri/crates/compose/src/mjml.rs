//! The document as MJML, with the language of templates in its texts. What a block looks like is in
//! the modules below; here are the frame, the grounds, and the room between blocks.

mod pieces;
mod products;
mod style;
mod words;

use std::fmt::Write as _;

pub(crate) use style::DARK;
pub(crate) use words::{deadline_sentence, pay_sentence, postal_lines};

use crate::{
    Block, Brand, Colour, Content, Corners, Document, Ground, Look,
    code::{self, LinkStyle},
    palette::Palette,
    text::TextFault,
    values::ProductsSlot,
    words::Words,
};

/// How wide a mail is, in pixels.
const WIDTH: u16 = 600;
/// The margin on both sides of the card.
const MARGIN: u16 = 40;

/// A text of the document that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) block: Option<String>,
    pub(crate) place: String,
    pub(crate) fault: TextFault,
}

/// A local picture that stands in the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) width: u16,
}

/// What is written to MJML.
#[derive(Debug)]
pub(crate) struct Writer<'d> {
    look: &'d Look,
    brand: &'d Brand,
    words: &'static Words,
    light: Palette,
    out: String,
    pub(crate) slots: Vec<ProductsSlot>,
    pub(crate) locals: Vec<Local>,
    pub(crate) refused: Vec<Refused>,
}

/// Where a block's words stand, and how wide it is.
#[derive(Debug, Clone, Copy)]
struct Cell {
    ground: Ground,
    left: u16,
    right: u16,
    /// Of what is between the margins.
    width: u16,
    /// For the margins of a phone.
    class: &'static str,
}

impl Cell {
    const fn whole(ground: Ground) -> Self {
        Self {
            ground,
            left: MARGIN,
            right: MARGIN,
            width: WIDTH - 2 * MARGIN,
            class: "in",
        }
    }
}

impl<'d> Writer<'d> {
    pub(crate) fn new(look: &'d Look, brand: &'d Brand, words: &'static Words) -> Self {
        Self {
            look,
            brand,
            words,
            light: Palette::light(look),
            out: String::new(),
            slots: Vec::new(),
            locals: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// The document, which is in one language, as MJML.
    pub(crate) fn write(mut self, document: &Document) -> Written {
        self.head(document);
        let page = self.light.page;
        let _ = write!(
            self.out,
            "<mj-body background-color=\"{page}\" width=\"{WIDTH}px\" css-class=\"pg\">"
        );
        self.room(Ground::Page, self.page_room(), "");
        let blocks: Vec<Block> = document.blocks.iter().map(settled).collect();
        for (run, blocks) in runs(&blocks) {
            self.run(run, blocks);
        }
        self.room(Ground::Page, self.page_room(), "");
        self.out.push_str("</mj-body></mjml>");
        Written {
            mjml: self.out,
            slots: self.slots,
            locals: self.locals,
            refused: self.refused,
        }
    }

    fn head(&mut self, document: &Document) {
        let letters = style::stack(self.look.letters);
        let filler = "\u{34f}\u{200c}\u{a0}".repeat(50);
        let logo = document.all_blocks().any(|block| match &block.content {
            Content::Logo(logo) => logo.file.is_some() || self.brand.logo.is_some(),
            _ => false,
        });
        let styles = style::sheet(self.look, logo);
        let _ = write!(
            self.out,
            "<mjml lang=\"{}\"><mj-head><mj-title>{{{{ subject }}}}</mj-title>\
             <mj-preview>{{{{ preview }}}} {filler}</mj-preview>\
             <mj-breakpoint width=\"480px\"/>\
             <mj-attributes><mj-all font-family=\"{letters}\"/><mj-section padding=\"0\"/>\
             <mj-column padding=\"0\"/></mj-attributes>\
             <mj-raw><meta name=\"color-scheme\" content=\"light dark\"/>\
             <meta name=\"supported-color-schemes\" content=\"light dark\"/></mj-raw>\
             <mj-style>{styles}</mj-style></mj-head>",
            document.own_language().code()
        );
    }

    /// Blocks between which the page is not seen, with room above and below.
    fn run(&mut self, kind: RunKind, blocks: &[Block]) {
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
            return;
        };
        let radius = self.card_radius();
        let rounded = kind == RunKind::Card && radius > 0 && self.light.card != self.light.page;
        let cap = |top: bool| {
            if rounded {
                corners(radius, top)
            } else {
                String::new()
            }
        };
        // Where no card is seen, what stands on another ground is a card of its own.
        let alone = |ground: Ground, top: bool| {
            let stands_out = matches!(ground, Ground::Panel | Ground::Accent);
            if stands_out && radius > 0 && self.light.card == self.light.page {
                corners(radius, top)
            } else {
                String::new()
            }
        };
        let mut rooms = Vec::new();
        let mut ground = first.ground;
        for (place, block) in blocks.iter().enumerate() {
            if block.ground != ground {
                let before = place.checked_sub(1).and_then(|before| blocks.get(before));
                let below = before.map_or(20, last_room).saturating_sub(8);
                rooms.push((place, ground, below, alone(ground, false)));
                ground = block.ground;
                rooms.push((place, ground, first_room(block), alone(ground, true)));
            }
        }
        let outer = |ground: Ground, top: bool| {
            let own = cap(top);
            if own.is_empty() {
                alone(ground, top)
            } else {
                own
            }
        };
        let (above, below) = (outer(first.ground, true), outer(last.ground, false));
        if kind == RunKind::Card {
            self.room(first.ground, first_room(first), &above);
        }
        for (place, block) in blocks.iter().enumerate() {
            for (_, ground, height, radius) in rooms.iter().filter(|room| room.0 == place) {
                self.room(*ground, *height, radius);
            }
            let before = place.checked_sub(1).and_then(|before| blocks.get(before));
            let below_picture = before.is_some_and(|before| is_wide(before) && !is_wide(block));
            if below_picture && before.is_some_and(|before| before.ground == block.ground) {
                self.room(block.ground, 18, "");
            }
            self.block(block);
        }
        if kind == RunKind::Card {
            self.room(last.ground, last_room(last), &below);
        } else if matches!(last.content, Content::Logo(_)) {
            // Above a card it needs the air that it has above itself.
            self.room(last.ground, 12, "");
        }
    }

    /// An empty section of a height in pixels.
    fn room(&mut self, ground: Ground, height: u16, radius: &str) {
        if height == 0 {
            return;
        }
        let (class, colour) = self.ground(ground);
        let radius = if radius.is_empty() {
            String::new()
        } else {
            format!(" border-radius=\"{radius}\"")
        };
        let _ = write!(
            self.out,
            "<mj-section css-class=\"{class}\" background-color=\"{colour}\"{radius}><mj-column>\
             <mj-spacer height=\"{height}px\"/></mj-column></mj-section>"
        );
    }

    fn block(&mut self, block: &Block) {
        let cell = Cell::whole(block.ground);
        match &block.content {
            Content::Products(products) => self.products(block, products),
            Content::Columns(columns) => self.columns(block, columns),
            Content::Points(_) => {
                self.raw("{% if points_line %}");
                self.section(block, "", |writer| writer.piece(block, cell));
                self.raw("{% endif %}");
            }
            Content::FreeShipping(_) => {
                self.raw("{% if shipping_line %}");
                self.section(block, "", |writer| writer.piece(block, cell));
                self.raw("{% endif %}");
            }
            Content::Picture(picture) if picture.wide => {
                let cell = Cell {
                    left: 0,
                    right: 0,
                    width: WIDTH,
                    class: "ed",
                    ..cell
                };
                self.section(block, "", |writer| writer.piece(block, cell));
            }
            _ => self.section(block, "", |writer| writer.piece(block, cell)),
        }
    }

    /// A section with one column.
    fn section(&mut self, block: &Block, more: &str, inner: impl FnOnce(&mut Self)) {
        self.open(block, more);
        self.out.push_str("<mj-column>");
        inner(self);
        self.out.push_str("</mj-column></mj-section>");
    }

    fn open(&mut self, block: &Block, more: &str) {
        let (class, colour) = self.ground(block.ground);
        let id = block_class(&block.id);
        let _ = write!(
            self.out,
            "<mj-section css-class=\"{class}{id}\" background-color=\"{colour}\"{more}>"
        );
    }

    /// Something of the language of templates between sections.
    fn raw(&mut self, code: &str) {
        let _ = write!(self.out, "<mj-raw>{code}</mj-raw>");
    }

    /// The class of a ground, and its colour in the light.
    fn ground(&self, ground: Ground) -> (&'static str, Colour) {
        match ground {
            Ground::Card => ("cd", self.light.card),
            Ground::Page => ("pg", self.light.page),
            Ground::Panel => ("pn", self.light.panel),
            Ground::Accent => ("ag", self.light.accent),
        }
    }

    /// The class of letters on a ground, and their colour in the light.
    fn ink(&self, ground: Ground) -> (&'static str, Colour) {
        match ground {
            Ground::Accent => ("oa", self.light.on_accent),
            _ => ("ik", self.light.ink),
        }
    }

    /// The same for quieter letters.
    fn quiet(&self, ground: Ground) -> (&'static str, Colour) {
        match ground {
            Ground::Accent => ("oa", self.light.on_accent),
            _ => ("qt", self.light.quiet),
        }
    }

    fn link(&self, ground: Ground) -> LinkStyle {
        let (class, colour) = match ground {
            Ground::Accent => ("la", self.light.on_accent),
            Ground::Page => ("lq", self.light.quiet),
            Ground::Card | Ground::Panel => ("lk", self.light.link),
        };
        LinkStyle {
            class,
            colour: colour.to_string(),
        }
    }

    /// Radii of buttons, panels and pictures, in pixels.
    fn radii(&self) -> (u16, u16, u16) {
        match self.look.corners {
            Corners::Square => (0, 0, 0),
            Corners::Soft => (6, 8, 6),
            Corners::Round => (26, 16, 14),
        }
    }

    fn card_radius(&self) -> u16 {
        match self.look.corners {
            Corners::Square => 0,
            Corners::Soft => 12,
            Corners::Round => 20,
        }
    }

    fn page_room(&self) -> u16 {
        if self.light.card == self.light.page {
            12
        } else {
            28
        }
    }

    /// Keeps a local picture, and gives its id.
    fn local(&mut self, key: &str, width: u16) -> String {
        if let Some(known) = self.locals.iter_mut().find(|known| known.key == key) {
            known.width = known.width.max(width);
            return known.id.clone();
        }
        let id = format!("picture{}", self.locals.len());
        self.locals.push(Local {
            id: id.clone(),
            key: key.to_owned(),
            width,
        });
        id
    }

    /// Words and names of one line, as HTML; what cannot be read is noted, and stands there as nothing.
    fn line(&mut self, block: &Block, field: &str, text: &str) -> String {
        let style = self.link(block.ground);
        match crate::text::line(text) {
            Ok(parts) => code::html(&parts, &style),
            Err(fault) => {
                self.refuse(block, field, fault);
                String::new()
            }
        }
    }

    fn refuse(&mut self, block: &Block, field: &str, fault: TextFault) {
        self.refused.push(Refused {
            block: Some(block.id.clone()),
            place: format!("{}.{field}", block.id),
            fault,
        });
    }
}

/// What was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) mjml: String,
    pub(crate) slots: Vec<ProductsSlot>,
    pub(crate) locals: Vec<Local>,
    pub(crate) refused: Vec<Refused>,
}

/// By which a block is found in the HTML, with a blank before it; nothing for an id that is no word.
pub(crate) fn block_class(id: &str) -> String {
    let word = !id.is_empty()
        && id.len() <= 40
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if word {
        format!(" b-{id}")
    } else {
        String::new()
    }
}

/// A block on the ground that it is shown on.
fn settled(block: &Block) -> Block {
    let mut settled = block.clone();
    if matches!(&block.content, Content::Columns(columns) if columns.panel)
        && block.ground == Ground::Card
    {
        settled.ground = Ground::Panel;
    }
    settled
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    Page,
    Card,
}

/// Blocks on the page, and blocks on the card, by turns.
fn runs(blocks: &[Block]) -> impl Iterator<Item = (RunKind, &[Block])> {
    blocks
        .chunk_by(|one, other| (one.ground == Ground::Page) == (other.ground == Ground::Page))
        .map(|run| {
            let page = run
                .first()
                .is_some_and(|block| block.ground == Ground::Page);
            (if page { RunKind::Page } else { RunKind::Card }, run)
        })
}

/// A picture from edge to edge.
fn is_wide(block: &Block) -> bool {
    matches!(&block.content, Content::Picture(picture) if picture.wide)
}

/// The upper or the lower corners, round.
fn corners(radius: u16, top: bool) -> String {
    if top {
        format!("{radius}px {radius}px 0 0")
    } else {
        format!("0 0 {radius}px {radius}px")
    }
}

/// Room above the first block on a ground.
fn first_room(block: &Block) -> u16 {
    match &block.content {
        Content::Picture(_) if is_wide(block) => 0,
        Content::Deadline(_) => 8,
        _ => 24,
    }
}

/// Room below the last.
fn last_room(block: &Block) -> u16 {
    match &block.content {
        Content::Picture(_) if is_wide(block) => 0,
        Content::Deadline(_) => 16,
        _ => 28,
    }
}
