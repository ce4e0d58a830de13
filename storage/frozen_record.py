"""What all stored records are built on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its offset; a stored one without is refused when the record is read."""


class Precision(StrEnum):
    """How exactly a text states its publication instant."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all stored records: immutable, keyword-only, defaults left out of the file."""
