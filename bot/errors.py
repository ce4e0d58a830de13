"""What can go wrong outside the store, named for what the caller does about it.

    BotError
    ├── ConfigError          a setting is wrong: say which and stop
    ├── UserError            a person asked for something impossible: show its message key
    ├── SourceError          a source could not be read
    │   ├── SourceUnreachable   network, timeout, 5xx: back off and try again
    │   │   ├── NoAnswer        not even a status came: perhaps the fault is ours
    │   │   └── RobotsUnreachable  robots.txt cannot be read: its pages wait
    │   ├── SourceThrottled     429 or 503 with Retry-After: wait as told
    │   │   └── HostResting     the host said so earlier: not even asked
    │   ├── SourceGone          410: stop polling, tell the curator
    │   ├── SourceRefused       an address inside a private network: allow it or remove the source
    │   │   └── RobotsDisallow  robots.txt forbids the page: not asked
    │   └── SourceUnreadable    the bytes are not what they should be: tell the curator
    │       ├── PageDenied      401, 403: the page is not given to us
    │       └── PageMissing     404: the page is not there now
    └── DeliveryError        a message could not be sent
        ├── NotSent             it never left: try again
        ├── Throttled           429: wait as told, then try again
        ├── ChatRefused         403, chat gone: pause the subscriber, keep the preferences
        ├── ChatMigrated        the group has a new id: rewrite it and send there
        ├── ThreadGone          the topic was closed or deleted: send to the chat itself
        ├── EntitiesRefused     the markup was refused: send as plain text
        ├── MessageRefused      400 of any other kind: this part fails, the others go on
        ├── Unauthorized        401: the token is wrong, stop
        └── OutcomeUnknown      nobody can know whether it was delivered

Causes are chained. "Not modified" is a value, not an error.
"""

from __future__ import annotations


class BotError(Exception):
    """Any failure that the bot itself names."""


class ConfigError(BotError):
    """A setting is missing or wrong; the message names it and says what to do."""


class UserError(BotError):
    """What a person asked for cannot be done.

    Attributes:
        key: message key in `messages/*.toml`.
        values: placeholders of that message.
    """

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class SourceError(BotError):
    """A source could not be read."""


class SourceUnreachable(SourceError):
    """Network failure, timeout or 5xx."""


class NoAnswer(SourceUnreachable):
    """Not even a status line came: name resolution, connection, TLS or time failed."""


class RobotsUnreachable(SourceUnreachable):
    """Not asked: the host's robots.txt cannot be read (RFC 9309 §2.3.1.4)."""


class SourceThrottled(SourceError):
    """The server asked for patience.

    Attributes:
        retry_after: seconds to wait, None when it did not say.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class HostResting(SourceThrottled):
    """Not asked: the host asked for patience a while ago, `retry_after` is what is left of it."""


class SourceGone(SourceError):
    """410 Gone."""


class SourceRefused(SourceError):
    """Not asked: the address lies inside a private network, or the scheme is not http(s)."""


class RobotsDisallow(SourceRefused):
    """Not asked: the host's robots.txt disallows the page."""


class SourceUnreadable(SourceError):
    """The bytes are too many, binary, or not the format that was expected."""


class PageDenied(SourceUnreadable):
    """401 or 403: not for us, or a guard that lets nobody in for a while."""


class PageMissing(SourceUnreadable):
    """404 Not Found: gone, or for a moment not to be found."""


class DeliveryError(BotError):
    """A message could not be sent."""


class NotSent(DeliveryError):
    """The request never left this machine."""


class Throttled(DeliveryError):
    """429 Too Many Requests.

    Attributes:
        retry_after: seconds to wait.
    """

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ChatRefused(DeliveryError):
    """The chat cannot be written to: blocked, kicked, deactivated, not found."""


class ChatMigrated(DeliveryError):
    """The group became a supergroup.

    Attributes:
        new_chat_id: where it lives now.
    """

    def __init__(self, message: str, new_chat_id: int) -> None:
        super().__init__(message)
        self.new_chat_id = new_chat_id


class ThreadGone(DeliveryError):
    """The forum topic is closed or deleted."""


class EntitiesRefused(DeliveryError):
    """Telegram could not parse the markup."""


class MessageRefused(DeliveryError):
    """Telegram refused this message for good."""


class Unauthorized(DeliveryError):
    """The token is not valid."""


class OutcomeUnknown(DeliveryError):
    """Whether the message was delivered cannot be known."""
