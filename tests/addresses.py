"""Every address of the site, as its resolver knows them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# The Django admin is walked as a whole; probes are answered before anybody is known.
ADMIN, PROBES = "admin/", {"healthz", "readyz"}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def names() -> set[str]:
    """What our own addresses are called."""
    return {
        each.name or address
        for address, each in patterns()
        if not address.startswith(ADMIN) and each.name not in PROBES
    }
