"""A current is of violent extremism, never of an opinion, and says so wherever it stands."""

import pytest
from django.utils import translation

from mapping.vocabulary import Current

NO_CURRENT = {Current.NONE_KNOWN}


@pytest.mark.parametrize(("language", "violent", "extremism"), [("en", "Violent ", "extremism"), ("da", "Voldelig ", "ekstremisme")])  # fmt: skip  # noqa: E501
def test_every_current_reads_violent_extremism(language: str, violent: str, extremism: str) -> None:
    with translation.override(language):
        for current in set(Current) - NO_CURRENT:
            assert str(current.label).startswith(violent), current
            assert extremism in str(current.label), current
