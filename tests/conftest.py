"""What every test relies on."""

from __future__ import annotations

import os

import hypothesis

# python-telegram-bot warns while it builds a RetryAfter unless this is set; warnings are errors.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# A busy machine is no defect: no test judges by the clock how long an example took. The same
# examples on every run: a verdict says something of the change alone. `make fuzz` looks for new
# ones; what it finds becomes an `@example`.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile(
    "fuzz", deadline=None, max_examples=1_000, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
