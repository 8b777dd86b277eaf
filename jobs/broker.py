"""Messages that wake workers. They carry nothing; losing or doubling one is harmless."""

import logging

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
    queue = current_app.conf.task_default_queue
    try:
        with current_app.connection_for_write() as connection:
            return int(connection.default_channel.queue_declare(queue=queue, passive=True).message_count)
    except ChannelError:
        return 0  # no such queue: nobody ever sent to it, or the broker was emptied
    except (OperationalError, OSError):
        return None
