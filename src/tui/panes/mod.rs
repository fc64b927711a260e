//! The four panes of the base layer.

