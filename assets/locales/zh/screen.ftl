# What the screen says around the data: headings, hints, notices.

pane-customers = 客户
pane-timeline = 时间线
pane-pipeline = 销售管道
pane-follow-ups = 跟进计划

mode-command = 命令
mode-text = 输入

## Widgets

dialog-yes-no = 回车 是 · Esc 否
dialog-close = 回车 关闭
form-keys = Tab 下一项 · Ctrl-s 保存 · Esc 离开
pick-keys = 输入筛选 · 回车 选择 · Esc 返回
pick-empty = 没有匹配项
note-full = 备注已满
too-small = Callsheet 需要 80×24 的终端，当前为 { $width }×{ $height }。请放大窗口，或按 q 退出

## Help

help-title = 按键
where-anywhere = 任何地方，包括输入时
where-command = 命令模式
where-customers = 客户
where-timeline = 时间线
where-board = 销售管道
where-queue = 跟进计划

key-conflict = `{ $keys }` 不能再表示“{ $lost }”：您的键位文件已将其用于“{ $kept }”
