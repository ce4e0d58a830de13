"""What every test relies on."""

from __future__ import annotations

import os

import hypothesis

# python-telegram-bot warns while it builds a RetryAfter unless this is set; warnings are errors.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# A busy machine is no defect: no test judges by the clock how long an example took.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
