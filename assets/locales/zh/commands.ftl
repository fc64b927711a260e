# The name of each command, as the palette and the help show it.
