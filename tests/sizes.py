"""How long tests go on: a randomised one takes a tenth, with a fixed seed, in `make test`, all of it in `make soak`."""

import pytest


def in_full_by_soak(name: str, whole: int) -> pytest.MarkDecorator:
    """The argument `name` is a tenth of `whole`, and `whole` in the soak."""
    return pytest.mark.parametrize(name, [whole // 10, pytest.param(whole, marks=pytest.mark.soak)])
