//! Central records through the real programs: PostgreSQL, `counterfoil-central`, windows, and bad lines between them.

mod chaos;
mod copies;
mod offices;
mod people;
mod restored;
mod without_the_line;
mod workstations;
