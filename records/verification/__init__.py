"""Whether a city is as its history says, and its history as it was sealed. Reads only."""

from django.db import connections

from records.verification.files import verify_files
from records.verification.findings import Finding, Verdict
from records.verification.history import verify_chain
from records.verification.rows import verify_rows

__all__ = ["Finding", "Verdict", "verify_chain", "verify_city", "verify_files", "verify_rows"]


def verify_city(*, city_id: int, expected: str = "", using: str = "default") -> Verdict:
    """Compare events, accesses and live rows; runs inside the city's context. `expected` is a head that was kept
    elsewhere. The files of the city are read by `verify_files`."""
    with connections[using].cursor() as cursor:  # joining a hundred thousand rows fits into memory then
        cursor.execute("SET LOCAL work_mem = '64MB'")
        # and is not done row by row where nobody has counted yet how many a city has, as after its first import
        cursor.execute("SET LOCAL enable_nestloop = off")
    verdict = verify_chain(city_id=city_id, expected=expected, using=using)
    verify_rows(verdict, city_id=city_id, using=using)
    return verdict
