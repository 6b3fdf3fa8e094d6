//! The exports of other systems: what they yield, what is said of them, how they become one inventory, and what hostile
//! variants do.

mod assumptions;
mod every_file;
mod hostile;
mod merging;
mod real;
mod samples;
mod support;
