//! Pictures of the screen for the README, made by the program itself:
//! `cargo test --test pictures -- --ignored` writes assets/screenshots/.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "pty/house.rs"]
#[allow(dead_code, reason = "shared with the terminal tests, which use more of it")]
mod house;
#[path = "pictures/svg.rs"]
mod svg;
#[path = "pty/terminal.rs"]
#[allow(dead_code, reason = "shared with the terminal tests, which use more of it")]
mod terminal;

use house::House;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;
use terminal::{ENTER, F2, F4, Terminal};

/// A house whose store holds the sample data, and whose owner goes by another name than here.
fn with_sample(lang: &'static str, name: &str, offer: &str, loaded: &str) -> House {
    let house = House::speaking(lang);
    let mut screen = house.open();
    screen.wait_for(offer).keys("1").wait_for(loaded);
    screen.quit();
    let status = house.ask(&["status"]);
    let login = status["user"].as_str().unwrap();
    fs::write(house.path("me.csv"), format!("login,name\n{login},{name}\n")).unwrap();
    house.ask(&["import", house.path("me.csv").to_str().unwrap(), "--as", "users"]);
    house
}

/// Finds a customer by a part of the number and opens the card.
fn open(screen: &mut Terminal, digits: &str, mode: &str, pane: &str) {
    screen.keys(digits).wait_until("the search has answered", |seen| seen.matches(digits).count() > 1);
    screen.keys(ENTER).wait_for(mode).keys(ENTER).wait_for(pane);
}

/// Keeps what is seen as a picture, once nothing more comes.
fn keep(screen: &Terminal, name: &str) {
    keep_on(svg::DARK, screen, name);
}

/// The same on a terminal of these colours.
fn keep_on(ground: svg::Ground, screen: &Terminal, name: &str) {
    let mut sent = 0;
    while sent < screen.raw().len() {
        sent = screen.raw().len();
        thread::sleep(Duration::from_millis(300));
    }
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    fs::create_dir_all(&places).unwrap();
    fs::write(places.join(name).with_extension("svg"), screen.look(|screen| svg::draw(screen, ground))).unwrap();
}

#[test]
#[ignore = "writes the pictures of the README; run it when the screen looks different"]
fn the_pictures_of_the_readme() {
    let house = with_sample("C.UTF-8", "Anna Meyer", "This store is empty", "Sample data is in");

    let mut screen = house.open_sized(120, 40);
    screen.wait_for("Follow-ups 13");
    open(&mut screen, "0074321", "COMMAND", "> Timeline");
    screen.wait_for("last contact");
    keep(&screen, "cockpit-120x40");
    screen.quit();

    for (theme, ground) in
        [("dark", svg::DARK), ("light", svg::LIGHT), ("high-contrast", svg::DARK), ("mono", svg::DARK)]
    {
        let mut screen = house.open_where(&[("CALLSHEET_THEME", theme)]);
        screen.wait_for("Customers 195");
        // Marks, what is overdue, and the letters a search matches.
        screen.keys("gfjj").wait_for("> Follow-ups").keys(" ").wait_for("*");
        screen.keys("/mar").wait_for("/ mar").wait_gone("Customers 195");
        keep_on(ground, &screen, &format!("theme-{theme}"));
        screen.kill();
    }

    let mut screen = house.open();
    screen.wait_for("Customers 195");
    open(&mut screen, "0074321", "COMMAND", "> Timeline");
    screen.wait_for("last contact");
    keep(&screen, "cockpit-80x24");
    screen.keys(F2).wait_for("take the call").keys(ENTER).wait_for("> Note");
    screen.keys("Asks for twelve cases by Thursday").wait_for("by Thursday").keys(F4).wait_for("> Wrap-up");
    screen.keys("1 wants the quote > tomorrow 15:00 call with quote > D1 negotiation");
    screen.wait_for("Negotiation");
    keep(&screen, "call-80x24");
    screen.kill();

    let house = with_sample("zh_CN.UTF-8", "李明", "示例数据", "示例数据已");
    let mut screen = house.open_sized(120, 40);
    screen.wait_for("跟进计划 13");
    open(&mut screen, "62887700", "命令", "> 时间线");
    keep(&screen, "cockpit-zh-120x40");
    screen.quit();

    let mut screen = house.open();
    screen.wait_for("客户 195");
    open(&mut screen, "62887700", "命令", "> 时间线");
    screen.keys(F2).wait_for("接听").keys(ENTER).wait_for("> 备注");
    screen.keys("想要四十台的报价，周五前答复").wait_for("周五前答复").keys(F4).wait_for("> 话后小结");
    screen.keys("1 想要报价 > 明天下午三点 回电并报价").wait_for("15:00");
    keep(&screen, "call-zh-80x24");
    screen.kill();
}
