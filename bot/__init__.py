"""Điểm Tin: reads Vietnamese provincial news, answers questions, delivers the weekly digest.

One thing happens here at import. structlog colours tracebacks with rich and httpx brings a command
line along (click, rich, pygments) wherever these are installed, as they are for `diemtin`; the bot
shows neither. Each falls back by itself where the import fails, so here it does: None in
`sys.modules` means so (docs.python.org, "The import system", 5.3.1). A hundred modules less.
"""

import sys
from types import ModuleType
from typing import cast

_ABSENT = cast("ModuleType", None)


def _spare() -> None:
    sys.modules.setdefault("httpx._main", _ABSENT)
    if "rich" in sys.modules:
        return
    sys.modules["rich"] = _ABSENT
    try:
        import structlog  # noqa: F401 - while it does not find rich
    finally:
        del sys.modules["rich"]


_spare()
