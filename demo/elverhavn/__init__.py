"""Elverhavn, a city that does not exist: the files it is made of, and the programs that write them."""
