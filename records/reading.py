"""Who read unusually much: far more different records in a day than anybody needs, and than they themselves used to.

The rule, as one can say it: more than the installation's number of records opened or taken along within 24 hours, and
more than three times what that person read on an average day of the thirty days before on which they read at all.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from records.models.accesses import SEARCH

TIMES = 3
DAYS = 30

# By person and stretch of 24 hours back from now: the most that they can have seen of each kind, opened one by one or
# taken along as a list; the same list twice is no more than once. A search shows words of a few, and counts as one.
READ = """
WITH of_kind AS (
    SELECT user_id, floor(extract(epoch FROM statement_timestamp() - at) / 86400)::int AS day,
        greatest(count(DISTINCT object_id) FILTER (WHERE verb <> 'exported'),
                 COALESCE(max(records) FILTER (WHERE verb = 'exported'), 0),
                 count(*) FILTER (WHERE model = %(search)s)) AS read
    FROM records_access
    WHERE city_id = %(city)s AND at > statement_timestamp() - make_interval(days => %(days)s + 1)
    GROUP BY user_id, day, model
), of_day AS (
    SELECT user_id, day, sum(read) AS read FROM of_kind GROUP BY user_id, day
)
SELECT user_id, COALESCE(sum(read) FILTER (WHERE day <= 0), 0)::bigint,
    COALESCE(avg(read) FILTER (WHERE day > 0), 0)::float8
FROM of_day GROUP BY user_id
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many different records one person read within 24 hours, and on an average day before that."""

    user_id: int
    read: int
    usual: float


def is_unusual(reading: Reading, *, more_than: int) -> bool:
    """By the rule above; a number of 0 says that nobody wants to be told."""
    return bool(more_than) and reading.read > more_than and reading.read > TIMES * reading.usual


def unusual_readings(*, city_id: int) -> list[Reading]:
    """Those of now, inside the city's context."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"city": city_id, "days": DAYS, "search": SEARCH})
        readings = [Reading(*row) for row in cursor.fetchall()]
    return [each for each in readings if is_unusual(each, more_than=settings.READING_NOTICE)]
