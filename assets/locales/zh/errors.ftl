# Refusals and errors: what happened and what the reader can do.

## Refusals of the door, and behind -hint what the reader can do

refusal-not-allowed = 您的角色不允许此操作：{ $action }
refusal-not-allowed-hint = 请联系主管或管理员
refusal-do-not-contact = { $address } 在免打扰名单中：{ $why }
refusal-do-not-contact-hint = 主管可以解除
refusal-conflict = { $field } 已被他人修改，现为 { $theirs }
refusal-conflict-hint = 请查看该记录后重试
refusal-invalid = { $field }：{ $why }
refusal-not-found = 没有{ $noun }“{ $given }”
refusal-not-found-hint = 可用 callsheet find 查找
refusal-ambiguous = “{ $given }”可能是 { $count } 个中的任一个
refusal-ambiguous-hint = 请用编号指明
refusal-read-only = 数据库当前只读：{ $why }
refusal-cancelled = 已停止
refusal-unavailable = 数据库无法应答：{ $why }
refusal-changed-since = { $record } 之后又有改动
refusal-changed-since-hint = 请先撤销那次改动
refusal-nothing-to-undo = 没有可撤销的操作
refusal-already-done = 此操作已在版本 { $revision } 完成
failure-screen = 界面已关闭：{ $why }
