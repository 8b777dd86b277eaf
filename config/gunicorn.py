"""The web server: `gunicorn -c config/gunicorn.py`. Behind a TLS proxy; it never listens to the world itself."""

import os

wsgi_app = "config.wsgi"
bind = os.environ.get("GROUNDWORK_BIND", "127.0.0.1:8000")
# A process computes one page at a time, whatever its threads: more of them only take the interpreter from each other
# (on two cores 2 × 1 answered 85 pages a second, 2 × 4 46). Two processes more than cores, because somebody who reads a
# large export slowly holds one, and long texts, which give way to pages, another.
workers = int(os.environ.get("GROUNDWORK_WEB_PROCESSES") or min((os.cpu_count() or 1) + 2, 10))
# The application leaves one of them free of what costs much (COSTLY_OF_SITE).
raw_env = [f"GROUNDWORK_WEB_PROCESSES={workers}"]
# Every thread keeps a database connection of its own (see CONN_MAX_AGE).
threads = int(os.environ.get("GROUNDWORK_WEB_THREADS", "1"))
worker_class = "config.web_worker.Worker"
# Longer than a proxy keeps a connection that rests (nginx 60 s; Caddy's file keeps none): it must be the one that
# closes it, or now and then a request meets a closed one.
keepalive = 130
timeout = 60
# As long as gunicorn has them by itself; written down because docs/deploy.md tells them.
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
graceful_timeout = 20
# A worker that grew is replaced now and then, not all of them at once.
max_requests = 5000
max_requests_jitter = 500
# The heartbeat of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
# Django decides whether a request came over TLS (GROUNDWORK_PROXIES); gunicorn would believe anybody on this machine.
secure_scheme_headers: dict[str, str] = {}
# No file through which somebody else on the machine could steer the server.
control_socket_disable = True
# What was asked for is logged by the application, without addresses of people and pages.
accesslog = None
logconfig_dict = {
    "formatters": {"json": {"()": "core.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "INFO"}, "gunicorn.access": {"level": "CRITICAL"}},
}
