//! Files to rows and rows to files. Knows no store.
