"""Messages that wake workers. They carry nothing; losing or doubling one is harmless."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

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
    try:
        with current_app.connection_for_write(transport_options=_impatient()) as connection:
            queue = current_app.amqp.queues[current_app.conf.task_default_queue]
            channel = connection.default_channel
            return int(queue.bind(channel).queue_declare(passive=True, channel=channel).message_count)
    except current_app.connection_for_write().channel_errors:
        return 0  # the queue does not exist: nobody ever sent to it, or the broker was emptied
    except (OperationalError, OSError):
        return None
