//! From the first words to the prototype, both ways.
