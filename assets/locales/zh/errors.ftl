# Refusals and errors: what happened and what the reader can do.

error-no-terminal = 屏幕界面需要终端。请改用命令，例如：callsheet find、callsheet show、callsheet queue
error-lang = 未知语言：{ $lang }。请使用 en 或 zh
