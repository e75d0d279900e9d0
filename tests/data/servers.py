"""Real servers for the sources: a PostgreSQL of its own on a loopback port, and a folder over http."""

from __future__ import annotations

import functools
import http.server
import os
import pwd
import shutil
import socket
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "s3cr3t with space&"
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def postgresql_programs() -> Path | None:
    """Where initdb and postgres are, None where they are not installed."""
    found = shutil.which("initdb")
    return Path(found).parent if found else next((place for place in _PLACES if (place / "initdb").exists()), None)


@contextmanager
def postgresql(programs: Path, folder: Path) -> Generator[str]:
    """The address, its password a reference, of a fresh server that lives as long as the block; the user is shop."""
    account = _account(folder)
    port, data, words = _free_port(), folder / "data", folder / "password"
    words.write_text(PASSWORD)
    words.chmod(0o644)
    options = ["--username=shop", f"--pwfile={words}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
    _run([programs / "initdb", "-D", data, *options], account)
    server = [programs / "pg_ctl", "-D", data, "-w"]
    flags = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c fsync=off"
    _run([*server, "-l", folder / "log", "-o", flags, "start"], account)
    try:
        yield f"postgresql://shop:${{SHOP_PASSWORD}}@127.0.0.1:{port}/postgres"
    finally:
        _run([*server, "-m", "immediate", "stop"], account)


@contextmanager
def web(folder: Path) -> Generator[str]:
    """The address of a folder served over http for as long as the block lasts."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        pass


def _account(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root; its own account must then reach the folder."""
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return "postgres"


def _run(command: list[str | Path], account: str | None) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, user=account, timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
