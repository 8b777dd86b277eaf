"""The packages of the house, as the tree has them."""

from tests.services import PROJECT

PACKAGES = sorted({each.parent.name for each in PROJECT.glob("*/__init__.py")} - {"tests"})
