"""What every test relies on."""

from __future__ import annotations

import os

# python-telegram-bot warns while it builds a RetryAfter unless this is set; warnings are errors.
os.environ.setdefault("PTB_TIMEDELTA", "1")
