"""How Celery runs here; each value answers a trap of docs/adr/0004."""

from celery.schedules import crontab
from django.conf import settings

broker_url = settings.CELERY_BROKER_URL
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # a broker may be away for a night
broker_connection_timeout = 2  # a page that adds a job must not wait for a broker that is away
result_backend = None
task_ignore_result = True
task_acks_late = False  # a lost message is replaced by the sweeper
worker_prefetch_multiplier = 1
CELERY_DB_REUSE_MAX = 1000  # tasks by one connection to PostgreSQL; else every one opens its own
worker_concurrency = settings.WORKER_SLOTS
worker_cancel_long_running_tasks_on_connection_loss = False
worker_hijack_root_logger = False
worker_send_task_events = False
# soft limit < hard limit < visibility timeout
task_soft_time_limit = settings.JOB_SOFT_LIMIT_SECONDS
task_time_limit = settings.JOB_SOFT_LIMIT_SECONDS + 60
broker_transport_options = {
    "visibility_timeout": settings.JOB_SOFT_LIMIT_SECONDS + 600,
    "socket_keepalive": True,
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
    "health_check_interval": 10,
}
beat_schedule = {
    "sweep": {
        "task": "jobs.tasks.sweep",
        "schedule": settings.JOB_SWEEP_SECONDS,
        "options": {"expires": settings.JOB_SWEEP_SECONDS * 3},
    },
    "seal": {"task": "records.tasks.seal", "schedule": 30.0, "options": {"expires": 30}},
    # sealed within 30 s, collected within 20 more: a change waits to be told within the minute
    "collect": {"task": "notices.tasks.collect_changes", "schedule": 20.0, "options": {"expires": 20}},
    "mails": {
        "task": "notices.tasks.ask_for_mails",
        "schedule": settings.MAIL_SWEEP_SECONDS,
        "options": {"expires": 60},
    },
    "days": {"task": "notices.tasks.look_at_days", "schedule": crontab(hour="4", minute="5")},
    "memoranda": {"task": "stakeholders.tasks.look_at_memoranda", "schedule": crontab(hour="4", minute="7")},
    "remind": {"task": "notices.tasks.remind", "schedule": crontab(minute="10")},
    "settle": {"task": "records.tasks.settle", "schedule": crontab(minute="40")},
    "retain": {"task": "records.tasks.retain", "schedule": crontab(hour="2", minute="20")},
    "watch-reading": {
        "task": "notices.tasks.watch_reading",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 900},
    },
    "carry-over": {
        "task": "reports.tasks.carry_over",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "watch-projects": {"task": "planning.tasks.watch_projects", "schedule": crontab(hour="4", minute="10")},
    "watch-figures": {
        "task": "planning.tasks.watch_figures",
        "schedule": crontab(day_of_week="monday", hour="4", minute="30"),
    },
    "verify": {"task": "records.tasks.verify", "schedule": crontab(hour="3", minute="40")},
}
beat_schedule_filename = str(settings.GROUNDWORK_HOME / "beat-schedule")
