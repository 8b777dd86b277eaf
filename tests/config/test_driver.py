"""One database driver: Django would prefer psycopg 3 where it finds it, and behave differently."""

import importlib.util


def test_psycopg_3_is_absent() -> None:
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None
