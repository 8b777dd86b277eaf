import pytest

from output.typeset.document import typeset
from tests.output.elverhavn import report


@pytest.fixture(scope="session")
def diagnosis() -> bytes:
    """The sample report as a PDF."""
    return typeset(report())
