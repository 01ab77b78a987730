//! The pages, on a real PostgreSQL and over real HTTPS.

mod browser;
mod desk;
mod office;
mod pages;
mod papers;
mod signing_in;
