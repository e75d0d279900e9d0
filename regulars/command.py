"""The `regulars` command: the table of its sub-commands, and what each outcome exits with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.errors import Fault, InputError
from regulars import bundles, check, demo, evaluate, key, recommend, rollback, segments, serve, train

FINE, FAILED, BAD_INPUT, JUDGED_WORSE, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass(frozen=True)
class Command:
    """One sub-command: `flags` declares its arguments, `run` does it and answers the exit code."""

    name: str
    does: str
    flags: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS: tuple[Command, ...] = (
    Command("demo", "learn from the sample shop, then serve it and say what to open", demo.flags, demo.run),
    Command("check", "print every finding about a source, without learning", check.flags, check.run),
    Command("train", "one night: read, check, rehearse, judge, fit, publish, report", train.flags, train.run),
    Command("evaluate", "measure the lists on held-out weeks, at several origins", evaluate.flags, evaluate.run),
    Command("recommend", "write lists for many customers to a file", recommend.flags, recommend.run),
    Command(
        "segments", "write the customer table, or the customers of an audience, to a file", segments.flags, segments.run
    ),
    Command("serve", "serve the published bundle over HTTP", serve.flags, serve.run),
    Command("bundles", "list what is published, the live one first", bundles.flags, bundles.run),
    Command("rollback", "make the bundle before the live one live again", rollback.flags, rollback.run),
    Command("key", "make an API key: shown once, kept as a hash", key.flags, key.run),
)


def parser() -> argparse.ArgumentParser:
    """The whole command line; the tests compare it with docs/commands.md."""
    whole = argparse.ArgumentParser(
        prog="regulars", description="Turns first-time buyers into regulars: learns at night, answers by day."
    )
    rooms = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        part = rooms.add_parser(command.name, help=command.does, description=command.does)
        command.flags(part)
        part.set_defaults(run=command.run)
    return whole


def main(words: Sequence[str] | None = None) -> int:
    """Run one sub-command: 0 fine, 2 bad input, 3 a night judged worse than what is live, 1 what the machine did.

    What a person can understand of it stands on stderr in a line; a traceback is a fault that nobody foresaw.
    """
    given = parser().parse_args(words)
    try:
        return given.run(given)
    except InputError as error:
        print(f"regulars {given.command}: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # `regulars check | head`
        sys.stdout = None
        return FINE
    except (Fault, OSError) as error:  # the system's words name the file
        print(f"regulars {given.command}: {error}", file=sys.stderr)
        return FAILED
