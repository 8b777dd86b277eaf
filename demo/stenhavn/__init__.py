"""Stenhavn, a small city that does not exist: so few records that its diagnosis is the short one."""
