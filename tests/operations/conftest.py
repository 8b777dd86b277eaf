"""Backups are of a whole site: the demonstration's."""

from tests.demo.conftest import first_said, first_start, home

__all__ = ["first_said", "first_start", "home"]
