//! The program: what can be done ([`usecase`]), how it is asked ([`http`]), how it is started ([`program`]).

pub mod http;
pub mod program;
pub mod usecase;
