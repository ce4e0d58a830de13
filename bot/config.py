"""All settings, read from the environment and `.env`; nobody else reads either."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

LOCALE = re.compile(r"([A-Za-z]{2,3}|C|POSIX)([_.@:-].*)?")
"""https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html."""

UserIds = Annotated[frozenset[int], NoDecode]


class Settings(BaseSettings):
    """Every key of `.env.example`, by the same name in upper case.

    Empty values count as unset. Secrets are `SecretStr`: printing or logging one shows stars.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    bot_token: SecretStr | None = Field(
        default=None, description="token from @BotFather; without it `run` opens the terminal chat"
    )
    bot_api_url: str = Field(
        default="https://api.telegram.org", description="address of the Bot API server"
    )
    data_dir: Path = Field(default=Path("data"), description="folder of all data")
    inbox_dir: Path | None = Field(
        default=None,
        description="folder whose .txt, .html and .url files are taken in; default DATA_DIR/inbox",
    )
    sources_file: Path | None = Field(
        default=None, description="your own sources.toml; default: the bundled catalogue"
    )
    owner_ids: UserIds = Field(
        default=frozenset(), description="Telegram user ids of the owners, separated by commas"
    )
    curator_ids: UserIds = Field(
        default=frozenset(), description="Telegram user ids of the curators, separated by commas"
    )
    timezone: str = Field(
        default="Asia/Ho_Chi_Minh",
        description="IANA zone of new subscribers and of undecorated times",
    )
    language: Literal["vi", "en"] = Field(
        default="vi", description="language where the user's is unknown"
    )
    webhook_url: str | None = Field(
        default=None, description="public https address; unset means long polling"
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="secret token that Telegram sends with each update"
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8443", description="host:port on which the webhook listens"
    )
    paid_broadcast_rate: int | None = Field(
        default=None,
        ge=31,
        le=1000,
        description="messages a second of digests, paid for in Telegram Stars; unset: free, 28",
    )
    contact: str | None = Field(
        default=None, description="URL or e-mail named in the User-Agent of every fetch"
    )
    poll_minutes: int = Field(
        default=60,
        ge=1,
        le=1440,
        description="minutes between polls of a source that states none, until its habit is known",
    )
    digest_weekday: int = Field(
        default=0, ge=0, le=6, description="default day of the digest, 0 = Monday"
    )
    digest_hour: int = Field(default=7, ge=0, le=23, description="default hour of the digest")
    private_networks: bool = Field(
        default=False, description="allow sources inside private networks (tests, intranets)"
    )
    samples: bool = Field(
        default=True,
        description="load the bundled sample articles in `chat` when the store is empty",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least level that is logged"
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="one line an event, for people or machines"
    )

    @field_validator("owner_ids", "curator_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        items = [item.strip() for item in value.replace(";", ",").split(",") if item.strip()]
        if not all(item.isascii() and item.isdigit() for item in items):
            raise ValueError("must be Telegram user ids (digits), separated by commas")
        return frozenset(int(item) for item in items)

    @field_validator("language", mode="before")
    @classmethod
    def _locale(cls, value: object) -> object:
        """GNU programs use the same name for a list of locales: `LANGUAGE=en_US:en`."""
        if isinstance(value, str) and (match := LOCALE.fullmatch(value)):
            return match[1].lower() if match[1].lower() in ("vi", "en") else "vi"
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"{value!r} is not an IANA time zone such as Asia/Ho_Chi_Minh"
            ) from error
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _api(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _webhook(self) -> Settings:
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET (1–256 of A-Z a-z 0-9 _ -)")
        return self

    @property
    def inbox(self) -> Path:
        """The inbox folder in force."""
        return self.inbox_dir or self.data_dir / "inbox"

    @property
    def zone(self) -> ZoneInfo:
        """`timezone` as an object."""
        return ZoneInfo(self.timezone)


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and `.env`, `overrides` first.

    Raises:
        ConfigError: naming each wrong key and what was expected; never its value.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(step) for step in item['loc']).upper() or 'settings'}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        )
        raise ConfigError(problems) from None
