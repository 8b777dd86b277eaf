"""Which job is next: fair between cities, decided and taken in one step by the database.

Cities with the fewest running jobs come first, then the city that has waited longest for a start, then the
oldest job. Where there is more than one city, none may hold every slot: a giant job of one never keeps a small
one of another waiting.
"""

import datetime

from django.conf import settings
from django.db import connection

from jobs.models import Job

# Any number, the same for everybody who claims.
CLAIMS = 7_202_311

_PLACES = """
WITH running AS (
        SELECT city_id, count(*) AS jobs FROM jobs_job WHERE state = 'running' GROUP BY city_id
    ),
    waiting AS (
        SELECT city_id, count(*) AS jobs FROM jobs_job
        WHERE state = 'queued' AND run_after <= COALESCE(%(now)s, statement_timestamp())
        GROUP BY city_id
    ),
    place AS (
        SELECT waiting.city_id, waiting.jobs AS due, COALESCE(running.jobs, 0) AS busy,
            CASE WHEN (SELECT count(*) FROM accounts_city) > 1 THEN %(most)s ELSE 1000000 END AS most
        FROM waiting LEFT JOIN running USING (city_id)
    )
"""

# Sent as one message in autocommit mode: the server takes the lock, picks, updates and commits without hearing
# from us again, so a worker that is killed or frozen here holds nobody up. The lock makes the count of running
# jobs exact; it must come first and alone, because a statement sees the rows as they were when it began.
_ALONE = "SELECT pg_advisory_xact_lock(%(lock)s);"
_TAKE = """
UPDATE jobs_job SET
    state = 'running', attempt = attempt + 1, token = token + 1, progress = 0, step = '',
    started_at = COALESCE(%(now)s, statement_timestamp()),
    lease_until = COALESCE(%(now)s, statement_timestamp()) + make_interval(secs => %(lease)s)
WHERE id = (
    SELECT job.id FROM place JOIN jobs_job AS job USING (city_id)
    WHERE place.busy < place.most
        AND job.state = 'queued' AND job.run_after <= COALESCE(%(now)s, statement_timestamp())
    ORDER BY
        place.busy,
        (SELECT max(started_at) FROM jobs_job AS begun WHERE begun.city_id = place.city_id) NULLS FIRST,
        job.created_at,
        job.id
    LIMIT 1
    FOR NO KEY UPDATE OF job SKIP LOCKED
)
RETURNING *
"""

_COUNT = """
SELECT COALESCE(sum(LEAST(due, GREATEST(most - busy, 0))), 0) FROM place
"""


def _facts(now: datetime.datetime | None) -> dict[str, datetime.datetime | int | None]:
    return {
        "now": now,
        "lock": CLAIMS,
        "most": max(1, settings.WORKER_SLOTS - 1),
        "lease": settings.JOB_LEASE_SECONDS,
    }


def take_next(now: datetime.datetime | None = None) -> Job | None:
    """The next job, ours now under a new token; None where nothing may start."""
    return next(iter(Job.objects.raw(_ALONE + _PLACES + _TAKE, _facts(now))), None)


def may_start(now: datetime.datetime | None = None) -> int:
    """How many of the jobs that are due may start, their cities' shares considered."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES + _COUNT, _facts(now))
        return int(cursor.fetchone()[0])
