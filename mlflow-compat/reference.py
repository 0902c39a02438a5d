"""A real MLflow server, started for a comparison and stopped after it."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

START_LIMIT_SECONDS = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_health(url, process, limit_seconds=START_LIMIT_SECONDS):
    """Returns when GET /health answers 200; fails when the process ends or the limit passes."""
    deadline = time.monotonic() + limit_seconds
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode} before it was ready")
        with contextlib.suppress(urllib.error.URLError, OSError):
            with urllib.request.urlopen(url + "/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise RuntimeError(f"{url}/health did not answer within {limit_seconds} s")


@contextlib.contextmanager
def mlflow_server(python=sys.executable, port=None, database=None):
    """Runs `mlflow server` of the given Python in a temporary folder and yields its URL.

    The database is SQLite in that folder unless a SQLAlchemy URL is given.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="mlflow-reference-") as folder:
        home = pathlib.Path(folder)
        command = [
            python, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
            "--backend-store-uri", database or f"sqlite:///{home}/reference.db",
            "--serve-artifacts", "--artifacts-destination", str(home / "artifacts"),
        ]
        # Background jobs are not compared, and cost a second process tree.
        environment = dict(os.environ, MLFLOW_SERVER_ENABLE_JOB_EXECUTION="false")
        environment.pop("MLFLOW_TRACKING_URI", None)
        with open(home / "server.log", "wb") as log:
            process = subprocess.Popen(
                command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            try:
                wait_for_health(url, process)
            except RuntimeError as failure:
                tail = (home / "server.log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"mlflow server: {failure}\n{tail}") from None
            yield url
        finally:
            stop(process)


def stop(process):
    """Ends the process and the workers of its own session."""
    for signal_number in (15, 9):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        try:
            process.wait(timeout=10)
            return
        except subprocess.TimeoutExpired:
            continue
