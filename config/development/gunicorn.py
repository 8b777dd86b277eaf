"""The web server of `make run`: one process, so that a breakpoint stops the one there is."""

wsgi_app = "config.development.wsgi"
workers = 1
threads = 4
worker_class = "gthread"
# Nobody is ended while they think at a breakpoint.
timeout = 0
graceful_timeout = 1
loglevel = "warning"
control_socket_disable = True
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)s ms"
logger_class = "config.development.lines.Lines"
