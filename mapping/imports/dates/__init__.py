"""How days, months and hours are written in a file, and what may be meant by them."""
