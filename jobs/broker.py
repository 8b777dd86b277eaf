"""Messages that wake workers. They carry nothing; losing or doubling one is harmless."""

import logging
from contextlib import suppress
from typing import Any

from celery import current_app
from kombu.exceptions import ChannelError, OperationalError

logger = logging.getLogger(__name__)

WORK = "jobs.tasks.work"
# A pooled connection may have died with the broker: once more on a fresh one, then leave it to the sweeper.
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def wake(count: int = 1) -> bool:
    """Wake workers for `count` jobs. False where the broker is away: the sweeper sends the messages later."""
    try:
        for _ in range(count):
            current_app.send_task(WORK, ignore_result=True, retry=True, retry_policy=ONCE_MORE)
    except (OperationalError, OSError) as problem:
        logger.warning("The broker does not answer, jobs wait for the sweeper: %s", problem)
        return False
    return True


def messages_waiting() -> int | None:
    """How many messages no worker has taken yet; None where the broker is away."""
    died = (OperationalError, OSError, *current_app.pool.connection.connection_errors)
    for _attempt in range(2):  # as in ONCE_MORE: leaving its block by an error replaces the connection
        with suppress(*died), current_app.pool.acquire(block=True) as connection:
            connection.ensure_connection(max_retries=0)  # else it goes on trying, for two seconds each time
            return _length(connection.default_channel)
    return None


def _length(channel: Any) -> int:
    try:
        declared = channel.queue_declare(queue=current_app.conf.task_default_queue, passive=True)
    except ChannelError:
        return 0  # no such queue: nobody ever sent to it, or it is empty, or the broker was emptied
    return int(declared.message_count)
