//! Who answers at the door.
