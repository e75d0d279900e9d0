"""The image and the compose file, as far as they can be held without building them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from data.settings import SETTINGS_FILE
from regulars.command import parser

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_everything_that_the_image_copies_is_let_through_and_exists() -> None:
    let = set(re.findall(r"^!(.+?)/?$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    ]
    assert {"data", "models", "requirements.lock"} <= set(copied)
    assert set(copied) <= let
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_as_somebody_who_may_little() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001"]


def test_the_image_looks_after_its_health() -> None:
    assert re.search(r"^HEALTHCHECK [^\n]*\\\n\s+CMD .*/health/live", DOCKERFILE, re.MULTILINE)


def test_the_image_installs_by_the_same_step_as_everybody() -> None:
    assert re.search(r"^RUN make setup", DOCKERFILE, re.MULTILINE)


def test_compose_names_no_password_and_no_volume_that_is_not_there() -> None:
    for service in COMPOSE["services"].values():
        secrets = [v for k, v in service.get("environment", {}).items() if "PASSWORD" in k]
        assert all(re.fullmatch(r"\$\{\w+:\?.+\}", value) for value in secrets)
        volumes = [volume for volume in service.get("volumes", []) if isinstance(volume, str)]
        assert all(volume.split(":")[0] in COMPOSE["volumes"] for volume in volumes)


def test_the_service_in_compose_is_reached_from_outside_its_container() -> None:
    given = parser().parse_args(COMPOSE["services"]["service"]["command"])
    assert given.host == "0.0.0.0"  # noqa: S104 - this is what is wanted there
    assert COMPOSE["services"]["service"]["ports"] == [f"{given.port}:{given.port}"]
    assert not given.open


def test_only_the_service_in_compose_is_asked_for_its_health() -> None:
    assert COMPOSE["services"]["night"]["healthcheck"] == {"disable": True}
    assert "healthcheck" not in COMPOSE["services"]["service"]  # the image's


def test_both_containers_read_the_settings_where_the_command_looks_for_them() -> None:
    for name in ("service", "night"):
        (bound,) = [volume for volume in COMPOSE["services"][name]["volumes"] if isinstance(volume, dict)]
        assert bound["target"] == f"{re.findall(r'^WORKDIR (.+)$', DOCKERFILE, re.MULTILINE)[-1]}/{SETTINGS_FILE}"
        assert bound["read_only"]
        assert bound["bind"] == {"create_host_path": False}


def test_the_commands_in_compose_exist() -> None:
    parser().parse_args(COMPOSE["services"]["service"]["command"])
    night = COMPOSE["services"]["night"]["command"][0]
    assert subprocess.run(["sh", "-n"], input=night.replace("$$", "$"), text=True, check=False).returncode == 0
    words = shlex.split(re.findall(r"regulars (train .*?) \|\|", night)[0].replace("$$", "$"))
    assert parser().parse_args(words).source == "postgresql://regulars:${POSTGRES_PASSWORD}@postgres/shop"
