//! A person who speaks Chinese, with an input method.

use super::house::House;
use super::terminal::{ENTER, F2, F4};

fn house() -> House {
    let house = House::speaking("zh_CN.UTF-8");
    house.make(&["add", "张伟", "--phone", "13800138000", "--set", "city=上海"]);
    house.make(&["add", "李娜", "--phone", "13900139000", "--set", "city=北京"]);
    house
}

#[test]
fn the_screen_speaks_the_language_of_the_person() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("客户 2").wait_for("命令").wait_for("张伟");
    screen.keys("gp").wait_for("> 销售管道").keys("gf").wait_for("> 跟进计划");
    screen.quit();
}

#[test]
fn han_text_opens_the_search_with_it() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("客户 2").keys("张").wait_for("/ 张").wait_for("客户 1").wait_gone("李娜");
    // The input method composes where the text goes on: behind `│/ 张`.
    screen.wait_for_cursor(2, 5);
    screen.keys("伟").wait_for("/ 张伟").wait_for("客户 1");
    screen.keys(ENTER).wait_for("命令");
    screen.quit();
}

#[test]
fn full_width_keys_are_commands() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("客户 2").keys("？").wait_for("按键");
    screen.keys("\x1b").wait_gone("按键").keys("：").wait_for("输入筛选");
    screen.keys("\x1b").wait_gone("输入筛选").keys("１３９００").wait_for("客户 1").wait_for("李娜");
}

#[test]
fn a_call_is_taken_in_chinese() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("客户 2").keys("138001").wait_for("客户 1").keys(ENTER).wait_for("命令").keys(ENTER);
    screen
        .wait_for("> 时间线")
        .keys(F2)
        .wait_for("呼叫 张伟")
        .keys(ENTER)
        .wait_for("> 备注")
        .keys("想要一份报价")
        .wait_for("想要一份报价");
    screen.keys(F4).wait_for("> 话后小结").keys("1 已答复 > 明天下午三点 回电").wait_for("15:00");
    screen.keys(ENTER).wait_for("I1");
    screen.quit();
    let card = house.ask(&["show", "张伟"]);
    assert_eq!(card["timeline"][0]["text"], "想要一份报价\n已答复");
    assert_eq!(card["follow_ups"][0]["text"], "回电");
}
