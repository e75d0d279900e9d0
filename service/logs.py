"""One JSON object per line on stderr, from our own code and from the server below it."""

from __future__ import annotations

from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

GRANIAN: dict[str, Any] = {
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": _SHARED,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "service": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "data": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
"""A logging configuration (dictConfig) for Granian and for us; Granian applies it in every process."""


def configure() -> None:
    """Send structlog's events through the standard library, where GRANIAN writes them."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
