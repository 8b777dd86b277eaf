"""Other implementations, imported by whoever compares with one: together they take longer than collecting the tests of
a folder, and each process of a run collects all tests and runs some.
"""

from importlib import import_module
from typing import Any


class Reference:
    """A module, imported when it is asked for its first name; what pytest asks of everything it finds is none."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(import_module(self._module), name)


stats = Reference("scipy.stats")
optimize = Reference("scipy.optimize")
# Of statsmodels what is compared with alone: its whole interface brings in four times as much.
linear_models = Reference("statsmodels.genmod.generalized_linear_model")
proportion = Reference("statsmodels.stats.proportion")
several = Reference("statsmodels.stats.multitest")
tools = Reference("statsmodels.tools.tools")
