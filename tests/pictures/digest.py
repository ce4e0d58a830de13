"""The README's pictures: the digest of a week of sample articles on a phone.

    python -m tests.pictures.digest docs

writes `digest-vi-light.png`, `digest-vi-dark.png`, `digest-en-light.png` and `digest-en-dark.png`.
Needs Chromium (Debian: `apt-get install chromium fonts-noto-core fonts-noto-color-emoji`). The text
is the first message of the digest, as the bot sends it; only the frame around it is drawn here.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image

from bot.config import Settings
from bot.delivery.digest_run import DigestRun
from bot.rooms import sample_rooms
from storage.models import Part, Subscriber

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Monday of 2026-W48, 07:00 in Vietnam."""
SIZE = (390, 844)
"""Of the screen, in CSS pixels; drawn twice as fine."""
SHADES = 48
"""Colours of a picture: few make a small file."""

Language = Literal["vi", "en"]
Theme = Literal["light", "dark"]

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "ground": "#d5e3ee", "bar": "#ffffff", "edge": "#cfd8e0", "bubble": "#ffffff",
        "ink": "#0f1419", "faint": "#6d7b87", "link": "#1a6fb5", "quote": "#e9f2fa",
        "button": "#8fa9bd66", "on_button": "#17384f",
    },
    "dark": {
        "ground": "#0e1621", "bar": "#17212b", "edge": "#0b131b", "bubble": "#182533",
        "ink": "#f2f5f7", "faint": "#8b9aa7", "link": "#6ab7f5", "quote": "#1f3347",
        "button": "#2b3d4f", "on_button": "#e4edf5",
    },
}  # fmt: skip
"""After Telegram's own themes."""

FRAME = """<!doctype html><html lang="{language}"><meta charset="utf-8"><style>
* {{ box-sizing: border-box; margin: 0 }}
body {{ width: {width}px; height: {height}px; overflow: hidden; background: {ground};
  font: 15px/1.36 "Noto Sans", "DejaVu Sans", "Noto Color Emoji", sans-serif; color: {ink} }}
header {{ background: {bar}; padding: 10px 14px; display: flex; align-items: center; gap: 10px;
  border-bottom: 1px solid {edge} }}
header i {{ width: 36px; height: 36px; border-radius: 50%; background: #c8372d; color: #fff;
  font: bold 15px/36px "Noto Sans", sans-serif; text-align: center }}
header b {{ display: block }} header small {{ color: {faint} }}
main {{ margin: 8px 10px 4px; background: {bubble}; border-radius: 14px; padding: 9px 12px;
  white-space: pre-wrap; overflow-wrap: anywhere }}
a {{ color: {link}; text-decoration: none }}
blockquote {{ border-left: 3px solid {link}; background: {quote}; border-radius: 4px;
  padding: 3px 8px }}
blockquote.expandable {{ display: -webkit-box; -webkit-box-orient: vertical;
  -webkit-line-clamp: 3; overflow: hidden }}
nav {{ display: flex; gap: 4px; margin: 0 10px 4px }}
nav span {{ flex: 1; background: {button}; color: {on_button}; border-radius: 8px; padding: 7px 2px;
  font-size: 13.5px; text-align: center; white-space: nowrap }}
</style><header><i>ĐT</i><span><b>Điểm Tin</b><small>bot</small></span></header>
<main>{text}</main>{buttons}</html>"""


async def messages(language: Language) -> tuple[Part, ...]:
    """The digest of the sample week, as somebody gets it who has subscribed."""
    settings = Settings.model_validate({"data_dir": Path("unused")})
    async with sample_rooms(settings, lambda: NOW - timedelta(hours=1)) as rooms:
        reader = Subscriber(
            id="7",
            chat_id=7,
            status="active",
            language=language,
            created_at=NOW - timedelta(days=30),
            covered_until=NOW - timedelta(days=7),
        )
        run = DigestRun(
            rooms.store, rooms.catalog, rooms.source_names, language, NOW, "diem_tin_bot"
        )
        _, edition, _ = run.digest_for(reader, ())
        return edition.parts


def page(part: Part, language: Language, theme: Theme) -> str:
    """A message and its buttons on a screen."""
    rows = "".join(
        "<nav>" + "".join(f"<span>{button.label}</span>" for button in row) + "</nav>"
        for row in part.buttons
    )
    # a quotation is a block of its own here: the break behind it would be seen twice
    text = part.html.replace("</blockquote>\n", "</blockquote>")
    text = text.replace("<blockquote expandable>", '<blockquote class="expandable">')
    return FRAME.format(
        text=text,
        buttons=rows,
        language=language,
        width=SIZE[0],
        height=SIZE[1],
        **COLOURS[theme],
    )


def photograph(source: str, file: Path) -> None:
    """Write a picture of an HTML page."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("chromium is not installed")
    with TemporaryDirectory() as folder:
        html = Path(folder) / "page.html"
        html.write_text(source, encoding="utf-8")
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-sync", "--hide-scrollbars",
                "--force-device-scale-factor=2", f"--user-data-dir={folder}/profile",
                f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={file.absolute()}",
                html.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
    with Image.open(file) as taken:
        few = taken.convert("RGB").quantize(SHADES)
    few.save(file, optimize=True)


def main() -> None:
    """Entry point."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    languages: tuple[Language, ...] = ("vi", "en")
    for language in languages:
        first = asyncio.run(messages(language))[0]
        for theme in COLOURS:
            photograph(page(first, language, theme), folder / f"digest-{language}-{theme}.png")


if __name__ == "__main__":
    main()
