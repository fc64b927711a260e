//! A terminal's screen as SVG: every run of cells stands on the grid, whatever font draws it.

use std::fmt::Write;
use vt100::{Cell, Color, Screen};

/// A cell in pixels.
const WIDTH: u16 = 9;
const HEIGHT: u16 = 19;
/// From the top of a cell to the line its letters stand on.
const BASELINE: u16 = 14;
const MARGIN: u16 = 8;
const FONTS: &str = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC',\
    'Sarasa Mono SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei Mono',monospace";
/// The sixteen colours a terminal names by number.
const NAMED: [Rgb; 16] = [
    (0x00, 0x00, 0x00),
    (0xcd, 0x31, 0x31),
    (0x0d, 0xbc, 0x79),
    (0xe5, 0xe5, 0x10),
    (0x24, 0x72, 0xc8),
    (0xbc, 0x3f, 0xbc),
    (0x11, 0xa8, 0xcd),
    (0xe5, 0xe5, 0xe5),
    (0x66, 0x66, 0x66),
    (0xf1, 0x4c, 0x4c),
    (0x23, 0xd1, 0x8b),
    (0xf5, 0xf5, 0x43),
    (0x3b, 0x8e, 0xea),
    (0xd6, 0x70, 0xd6),
    (0x29, 0xb8, 0xdb),
    (0xff, 0xff, 0xff),
];

type Rgb = (u8, u8, u8);

/// The colours a terminal has where it is told none.
#[derive(Clone, Copy)]
pub struct Ground {
    ink: Rgb,
    paper: Rgb,
}

pub const DARK: Ground = Ground { ink: (0xd0, 0xd0, 0xd0), paper: (0x12, 0x12, 0x16) };
pub const LIGHT: Ground = Ground { ink: (0x20, 0x20, 0x20), paper: (0xfa, 0xfa, 0xf6) };

/// What a cell holds decides how it is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Blank,
    /// Lines of a frame: drawn as strokes, so that they meet whatever the font.
    Frame,
    Narrow,
    Wide,
}

/// How a run of cells looks.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    kind: Kind,
    ink: Rgb,
    paper: Rgb,
    bold: bool,
    underline: bool,
}

/// Cells of one look beside each other.
struct Run {
    column: u16,
    text: String,
    look: Look,
}

impl Run {
    fn cells(&self) -> u16 {
        self.text.chars().count() as u16 * if self.look.kind == Kind::Wide { 2 } else { 1 }
    }
}

/// Draws a whole screen, with its cursor.
pub fn draw(screen: &Screen, ground: Ground) -> String {
    let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
    let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"{FONTS}\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{}\"/>\n",
        hex(ground.paper)
    );
    for row in 0..rows {
        for run in runs(screen, row, columns, ground) {
            if run.look.paper != ground.paper {
                draw_paper(&mut svg, row, run.column, run.cells(), run.look.paper);
            }
            draw_run(&mut svg, row, &run);
        }
    }
    if !screen.hide_cursor() {
        let (row, column) = screen.cursor_position();
        draw_paper(&mut svg, row, column, 1, ground.ink);
    }
    svg + "</svg>\n"
}

fn runs(screen: &Screen, row: u16, columns: u16, ground: Ground) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else { continue };
        let look = look(cell, ground);
        match runs.last_mut().filter(|run| run.look == look) {
            Some(run) => run.text.push_str(cell.contents()),
            None => runs.push(Run { column, text: cell.contents().to_owned(), look }),
        }
        if let (Kind::Blank, Some(run)) = (look.kind, runs.last_mut()) {
            run.text = " ".repeat(usize::from(column + 1 - run.column));
        }
    }
    runs
}

fn look(cell: &Cell, ground: Ground) -> Look {
    let (ink, paper) = (rgb(cell.fgcolor(), ground.ink), rgb(cell.bgcolor(), ground.paper));
    let (ink, paper) = if cell.inverse() { (paper, ink) } else { (ink, paper) };
    let kind = match cell.contents() {
        "" | " " => Kind::Blank,
        text if arms(text).is_some() => Kind::Frame,
        _ if cell.is_wide() => Kind::Wide,
        _ => Kind::Narrow,
    };
    Look { kind, ink, paper, bold: cell.bold(), underline: cell.underline() }
}

fn draw_run(svg: &mut String, row: u16, run: &Run) {
    match run.look.kind {
        Kind::Blank => {}
        Kind::Frame => draw_frame(svg, row, run),
        Kind::Narrow | Kind::Wide => draw_text(svg, row, run),
    }
}

fn draw_paper(svg: &mut String, row: u16, column: u16, cells: u16, paper: Rgb) {
    let (x, y, width) = (left(column), top(row), cells * WIDTH);
    let fill = hex(paper);
    writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>").unwrap();
}

fn draw_text(svg: &mut String, row: u16, run: &Run) {
    let (x, y, length) = (left(run.column), top(row) + BASELINE, run.cells() * WIDTH);
    let bold = if run.look.bold { " font-weight=\"bold\"" } else { "" };
    let line = if run.look.underline { " text-decoration=\"underline\"" } else { "" };
    // A wide letter is as wide as the font is high; it gets what its two cells have more than that.
    let spacing = if run.look.kind == Kind::Wide { " letter-spacing=\"3\"" } else { "" };
    let fill = hex(run.look.ink);
    let text = run.text.replace('&', "&amp;").replace('<', "&lt;");
    writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
         fill=\"{fill}\"{spacing}{bold}{line}>{text}</text>"
    )
    .unwrap();
}

fn draw_frame(svg: &mut String, row: u16, run: &Run) {
    let mut path = String::new();
    for (column, c) in (run.column..).zip(run.text.chars()) {
        let (x, y) = (left(column) + WIDTH / 2, top(row) + HEIGHT / 2);
        for (dx, dy) in arms(c.encode_utf8(&mut [0; 4])).unwrap_or_default() {
            write!(path, "M{x} {y}l{dx} {dy}").unwrap();
        }
    }
    writeln!(svg, "<path d=\"{path}\" stroke=\"{}\"/>", hex(run.look.ink)).unwrap();
}

/// Where the lines of a frame's cell lead from its middle.
fn arms(text: &str) -> Option<&'static [(i16, i16)]> {
    const LEFT: (i16, i16) = (-4, 0);
    const RIGHT: (i16, i16) = (5, 0);
    const UP: (i16, i16) = (0, -9);
    const DOWN: (i16, i16) = (0, 10);
    Some(match text {
        "─" => &[LEFT, RIGHT],
        "│" => &[UP, DOWN],
        "┌" => &[RIGHT, DOWN],
        "┐" => &[LEFT, DOWN],
        "└" => &[RIGHT, UP],
        "┘" => &[LEFT, UP],
        _ => return None,
    })
}

fn left(column: u16) -> u16 {
    MARGIN + column * WIDTH
}

fn top(row: u16) -> u16 {
    MARGIN + row * HEIGHT
}

fn rgb(color: Color, default: Rgb) -> Rgb {
    match color {
        Color::Default => default,
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Idx(index) => indexed(index),
    }
}

/// A colour of the palette of 256: the sixteen, a cube of six levels each, and greys.
fn indexed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..=15 => NAMED[usize::from(index)],
        16..=231 => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
