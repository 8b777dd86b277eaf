"""What a city says about itself, with its free texts screened."""

from typing import Any, ClassVar

from accounts.forms import SettingsForm
from records.forms.screened import Screened


class CityForm(Screened, SettingsForm):
    screened: ClassVar[tuple[str, ...]] = ("mission", "common_goal", "threat_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance)
