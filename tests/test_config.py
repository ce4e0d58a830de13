"""Settings: the documented keys, the wrong values, the secrets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import Settings, load_settings
from bot.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "123456:" + "A" * 35


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_env_example_names_every_setting_once_and_nothing_else() -> None:
    """`.env.example` and `Settings` list the same keys."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    keys = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(keys) == sorted(name.upper() for name in Settings.model_fields)


def test_every_key_of_env_example_is_explained() -> None:
    """A comment line stands directly above each key or group of keys."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    for number, text in enumerate(lines):
        if "=" in text and not text.startswith("#"):
            assert lines[number - 1].startswith("#") or "=" in lines[number - 1], text


def test_env_example_states_the_defaults() -> None:
    """Loading `.env.example` as it comes gives the same settings as loading nothing."""
    example = Settings(_env_file=ROOT / ".env.example")  # type: ignore[call-arg]  # pydantic's own
    assert example == Settings(_env_file=None)  # type: ignore[call-arg]  # the same


def test_readme_documents_every_setting() -> None:
    """The configuration table of the README has a row for each key."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`{name.upper()}`" not in readme]
    assert missing == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("LANGUAGE", "tiếng Việt"),
        ("OWNER_IDS", "me"),
        ("DIGEST_HOUR", "24"),
        ("BOT_API_URL", "api.telegram.org"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_names_its_key(monkeypatch: pytest.MonkeyPatch, key: str, value: str) -> None:
    """The message says which key is wrong, so that the operator finds it."""
    monkeypatch.setenv(key, value)
    with pytest.raises(ConfigError, match=key):
        load_settings()


def test_webhook_without_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody could forge updates to a webhook without a secret."""
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/hook")
    with pytest.raises(ConfigError, match="WEBHOOK_SECRET"):
        load_settings()


@pytest.mark.parametrize(
    ("value", "language"),
    [("en", "en"), ("en_US:en", "en"), ("vi_VN:vi", "vi"), ("de_DE", "vi"), ("C.UTF-8", "vi")],
)
def test_a_locale_in_language_is_understood(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    """Desktops export LANGUAGE as a list of locales; that must not stop the bot."""
    monkeypatch.setenv("LANGUAGE", value)
    assert load_settings().language == language


def test_ids_are_read_from_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several ids are separated by commas, spaces around them do not matter."""
    monkeypatch.setenv("OWNER_IDS", "12, 34")
    assert load_settings().owner_ids == {12, 34}


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither printing the settings nor a complaint about them shows a secret."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(load_settings())
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/hook")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert TOKEN not in str(caught.value)
