"""How many requests at once, and how long each may take?

    gunicorn --config deploy/gunicorn.conf.py sporades.config.wsgi

Threads, for a request mostly waits for the database; as many processes as
cores, for Python uses one core a process. nginx stands before: it receives
slow uploads whole, so that no thread waits for a telephone.
"""

import os
import subprocess
import sys
from typing import Any

bind = os.environ.get("SPORADES_BIND", "127.0.0.1:8000")
worker_class = "gthread"
processes = os.environ.get("SPORADES_PROCESSES", "").strip()
workers = int(processes) if processes.isdecimal() else os.cpu_count() or 1
threads = 4

# The heartbeat is a file: on a busy disk, a worker that waits for it looks dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, not a shared folder
# Longer than nginx keeps a connection idle: the front closes first, and no request falls in between.
keepalive = 75
timeout = 60
graceful_timeout = 30
# A leak of memory, ours or a library's, stays small; not all processes leave together.
max_requests = 20_000
max_requests_jitter = 2_000
# Nobody commands it but systemd: no socket in a home that the service does not have.
control_socket_disable = True
# nginx keeps the log of requests; the application's own lines carry the same request id.
accesslog = None
errorlog = "-"


def on_starting(server: Any) -> None:
    """What refuses to start says why once, in its sentence, and not in the trace of each process."""
    check = [sys.executable, "-m", "sporades", "check", "--tag", "sporades"]
    if subprocess.run(check, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(1)
