"""Files of npm packages that the site serves: the named ones, not whole packages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

WEIGHTS = ("Regular", "Medium", "SemiBold")

# Address under /static/ → file under node_modules/.
SERVED = {
    # With their maps: the storage that names files by their content refuses a reference to what is not there.
    **{
        f"vendor/{name}": f"bootstrap/dist/css/{name}"
        for name in (
            "bootstrap.min.css",
            "bootstrap.min.css.map",
            "bootstrap.rtl.min.css",
            "bootstrap.rtl.min.css.map",
        )
    },
    **{
        f"vendor/fonts/IBMPlexSans{script}-{weight}.woff2": (
            f"@ibm/plex-sans{suffix}/fonts/complete/woff2/IBMPlexSans{script}-{weight}.woff2"
        )
        for script, suffix in (("", ""), ("Arabic", "-arabic"), ("Hebrew", "-hebrew"))
        for weight in WEIGHTS
    },
    "vendor/fonts/IBMPlexSans-Italic.woff2": "@ibm/plex-sans/fonts/complete/woff2/IBMPlexSans-Italic.woff2",
}


class NodeModulesFinder(BaseFinder):
    """Finds what `SERVED` names."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self._folder = Path(settings.BASE_DIR) / "node_modules"
        self._storage = _Renamed(self._folder)

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        if path not in SERVED:
            return []
        file = str(self._folder / SERVED[path])
        return [file] if find_all else file

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for address in SERVED:
            yield address, self._storage


class _Renamed(FileSystemStorage):
    """A storage whose names are addresses."""

    def __init__(self, folder: Path) -> None:
        super().__init__(location=folder)

    def path(self, name: str) -> str:
        return super().path(SERVED[name])
