import pytest

from output.pdf.typeset import typeset
from tests.output.elverhavn import report


@pytest.fixture(scope="session")
def diagnosis() -> bytes:
    """The sample report as a PDF."""
    return typeset(report())
