"""Structured logs: one line an event, never a secret.

Everything goes through one redactor, library loggers included: httpx logs request URLs, and a
Bot API URL carries the token.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"\b\d{5,12}:[A-Za-z0-9_-]{20,}")
"""The form of a Bot API token (https://core.telegram.org/bots/api#authorizing-your-bot)."""

NOISY = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "apscheduler": logging.ERROR}
"""httpx logs each request; APScheduler warns whenever a tick is still running, which is normal."""


def redact_text(text: str) -> str:
    """`text` with everything that looks like a bot token starred out."""
    return TOKEN.sub("***", text)


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {
        key: redact_text(value if isinstance(value, str) else repr(value))
        if isinstance(value, (str, bytes, tuple, list, dict, BaseException))
        else value
        for key, value in event.items()
    }


def _one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """One line an event: line breaks are written out, tracebacks included."""
    if "exception" in event:
        # Under its own name the console would print it over many lines.
        event["traceback"] = event.pop("exception")
    return {
        key: value.replace("\n", "\\n") if isinstance(value, str) else value
        for key, value in event.items()
    }


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Send all logs to standard error, as readable lines or as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact,
        _one_line,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:3], structlog.stdlib.ExtraAdder(), *shared[3:]],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in NOISY.items():
        logging.getLogger(name).setLevel(max(least, getattr(logging, level.upper())))
