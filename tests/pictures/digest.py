"""The README's picture: the digest of a week of sample articles on a phone.

    python -m tests.pictures.digest docs/digest.png

Needs Chromium (Debian: `apt-get install chromium fonts-noto-core fonts-noto-color-emoji`).
The text is the first message of the digest, as the bot sends it; only the frame around it is drawn
here.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config import Settings
from bot.digest.compose import digest_buttons, to_blocks
from bot.digest.preview import preview_week
from bot.messages.split import split
from bot.rooms import sample_rooms
from storage.models import Part

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
WEEK = "2026-W47"
SIZE = (780, 1560)

FRAME = """<!doctype html><html lang="vi"><meta charset="utf-8"><style>
* {{ box-sizing: border-box; margin: 0 }}
body {{ width: 390px; height: 780px; overflow: hidden; background: #d5e3ee;
  font: 15px/1.38 "Noto Sans", "DejaVu Sans", sans-serif; color: #0f1419 }}
header {{ background: #fff; padding: 10px 14px; display: flex; align-items: center; gap: 10px;
  border-bottom: 1px solid #cfd8e0 }}
header i {{ width: 36px; height: 36px; border-radius: 50%; background: #c8372d; color: #fff;
  font: bold 15px/36px "Noto Sans"; text-align: center }}
header b {{ display: block }} header small {{ color: #7a8a99 }}
main {{ margin: 8px 10px; background: #fff; border-radius: 14px; padding: 9px 12px;
  white-space: pre-wrap; overflow-wrap: anywhere }}
a {{ color: #1f7ac4; text-decoration: none }}
blockquote {{ border-left: 3px solid #1f7ac4; background: #eef5fb; border-radius: 4px;
  padding: 3px 8px; max-height: 4.6em; overflow: hidden }}
</style><header><i>ĐT</i><span><b>Điểm Tin</b><small>bot</small></span></header>
<main>{text}</main></html>"""


async def first_message() -> Part:
    """The first message of the sample week's digest."""
    settings = Settings.model_validate({"data_dir": Path("unused")})
    async with sample_rooms(settings, lambda: NOW) as rooms:
        composed = preview_week(
            rooms.store,
            WEEK,
            catalog=rooms.catalog,
            language="vi",
            zone=settings.zone,
            source_names=rooms.source_names,
        )
        return split(to_blocks(composed, rooms.catalog), digest_buttons(composed, rooms.catalog))[0]


def photograph(page: str, file: Path) -> None:
    """Write a picture of an HTML page."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("chromium is not installed")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-sync", "--hide-scrollbars",
                "--force-device-scale-factor=2", f"--user-data-dir={folder}/profile",
                f"--window-size={SIZE[0] // 2},{SIZE[1] // 2}", f"--screenshot={file.absolute()}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


def main() -> None:
    """Entry point."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/digest.png")
    photograph(FRAME.format(text=asyncio.run(first_message()).html), file)


if __name__ == "__main__":
    main()
