//! Where it is kept: engines, keys, sealed values, one file a noun.
