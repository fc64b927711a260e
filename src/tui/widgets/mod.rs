//! temporary
/// t
pub fn too_small() {}
