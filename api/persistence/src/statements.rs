//! Problem statements and their wordings.
