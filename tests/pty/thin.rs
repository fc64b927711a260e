//! A thin line carries little: what the program sends is counted, never timed.

use super::house::House;
use super::terminal::Terminal;

fn open() -> (House, Terminal) {
    let house = House::new();
    house.make(&["add", "Anna Meyer", "--phone", "+49 30 901820"]);
    let screen = house.open();
    (house, screen)
}

#[test]
fn a_first_screen_is_small() {
    let (_house, mut screen) = open();
    screen.wait_for("Customers 1").wait_for("Anna Meyer");
    assert!(screen.raw().len() <= 2_500, "{} bytes", screen.raw().len());
    screen.quit();
}

#[test]
fn a_letter_typed_into_a_form_costs_a_few_bytes() {
    let (_house, mut screen) = open();
    screen.wait_for("Customers 1").keys("n").wait_for("TEXT");
    let typed = "Wants 报价 and the quote";
    let before = screen.raw().len();
    for letter in typed.chars() {
        let (row, column) = screen.look(vt100::Screen::cursor_position);
        let cells = if letter.is_ascii() { 1 } else { 2 };
        screen.keys(&letter.to_string()).wait_for_cursor(row, column + cells);
    }
    let sent = screen.raw().len() - before;
    // The minute of the clock may pass once meanwhile.
    assert!(sent <= 8 * typed.chars().count() + 40, "{sent} bytes");
    screen.keys("\x04").wait_for("COMMAND");
    screen.quit();
}
