"""A PostgreSQL server that a test may kill, start again and follow by a standby."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "s3cr3t with space&"
SECONDS = 60


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """A server on a loopback port, its files in `folder`; the user is shop. `durable`: it flushes what it commits."""

    programs: Path
    folder: Path
    durable: bool = False
    settings: tuple[str, ...] = ()  # as in postgresql.conf
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Of its first database, the password a reference."""
        return f"postgresql://shop:${{SHOP_PASSWORD}}@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    def create(self) -> None:
        """Make the files; nothing runs yet."""
        self._own()
        words = self.folder / "password"
        words.write_text(PASSWORD)
        words.chmod(0o644)
        options = ["--username=shop", f"--pwfile={words}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
        self.run("initdb", "-D", self.data, *options)

    def start(self) -> None:
        """Until it takes connections; a child of this process, so that nothing of a killed one remains."""
        flags = ["listen_addresses=127.0.0.1", "unix_socket_directories=", f"fsync={'on' if self.durable else 'off'}"]
        options = [part for flag in (*flags, *self.settings) for part in ("-c", flag)]
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, user=self._account())
        until = time.monotonic() + SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > until:
                raise OSError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-500:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """At once; what was committed stays."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(SECONDS)

    def kill(self) -> None:
        """All its processes, by SIGKILL."""
        pids = self.processes()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(SECONDS)
        _await_end(pids)

    def processes(self) -> list[int]:
        """All of them, the one that starts the others first; none where it does not run."""
        if self._process is None or self._process.poll() is not None:
            return []
        first = self._process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]

    def standby(self, folder: Path) -> Cluster:
        """A copy that follows this one, named `standby` to it; not started yet."""
        follower = Cluster(self.programs, folder, self.durable, self.settings)
        follower._own()
        source = f"host=127.0.0.1 port={self.port} user=shop password='{PASSWORD}' application_name=standby"
        self.run("pg_basebackup", "-D", follower.data, "-R", "-c", "fast", "-d", source)
        return follower

    def promote(self) -> None:
        """Until this standby takes writes."""
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def _ready(self) -> bool:
        words = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(words, check=False).returncode == 0

    def run(self, program: str, *words: str | Path) -> None:
        """One of the server's programs, under the server's account."""
        command = [str(self.programs / program), *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, user=self._account(), timeout=SECONDS)

    def _account(self) -> str | None:
        """PostgreSQL refuses to run as root."""
        return "postgres" if os.geteuid() == 0 else None

    def _own(self) -> None:
        """Its own account must reach the folder."""
        self.folder.mkdir(exist_ok=True)
        if self._account():
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)


def _await_end(pids: list[int]) -> None:
    """The next server refuses to start while one of them holds the old one's memory."""
    until = time.monotonic() + SECONDS
    while any(_lives(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.01)


def _lives(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
