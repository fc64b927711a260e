# Refusals and errors: what happened and what the reader can do.

error-no-terminal = The screen needs a terminal. Use a command instead, for example: callsheet find, callsheet show, callsheet queue
error-lang = Unknown language: { $lang }. Use en or zh
