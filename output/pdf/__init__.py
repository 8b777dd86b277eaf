"""A document as a tagged PDF: laid out as JSON, set by Typst with the templates beside."""
