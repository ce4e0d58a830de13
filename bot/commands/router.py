"""From a request to the command of the `table` that answers it."""

from __future__ import annotations

import difflib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import structlog

from bot.clock import Clock
from bot.commands.command import Command, Context, HeldDeliveries, NextDigest, Reviews, Scope
from bot.commands.errands import Errands
from bot.commands.files import command_for
from bot.commands.inline_answer import InlineAnswer
from bot.commands.late import LateHandler, late
from bot.commands.request import Request
from bot.commands.small_talk import small_talk
from bot.commands.table import COMMANDS
from bot.commands.talk import Talks
from bot.config import Settings
from bot.digest.calendar import zone_of
from bot.errors import UserError
from bot.messages.catalog import Catalog
from bot.messages.render import clean
from bot.messages.rich import Button, Reply
from storage.base import Store
from storage.errors import NotDurable, StoreReadOnly
from storage.models import Source, Subscriber
from storage.text import fold

log = structlog.get_logger()

MAX_TEXT = 4_096
"""Characters of a message; Telegram allows no more either."""

_SHORT_HELP = late("help", "short_help")

_SLASH = re.compile(r"/(?P<name>[^\s@]*)(?:@\S*)?(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Route:
    """`command` is None for a name that no command has."""

    command: Command | None
    name: str
    argument: str


class Router:
    """Answers requests; every method is synchronous and may touch the disk."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        *,
        settings: Settings,
        clock: Clock,
        sources: Sequence[Source],
        held: HeldDeliveries,
        errands: Errands | None = None,
        next_digest: NextDigest | None = None,
        reviews: Reviews | None = None,
        commands: Sequence[Command] = COMMANDS,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = settings
        self._clock = clock
        self._sources = tuple(sources)
        self._held = held
        self._errands = errands or Errands()
        self._next_digest: NextDigest = next_digest or (lambda _subscriber, _language: ())
        self._reviews = reviews
        self._talks = Talks()
        self._commands = tuple(commands)
        self._by_name = {
            name: command for command in commands for name in (command.name, *command.aliases)
        }

    @property
    def catalog(self) -> Catalog:
        """The texts that replies are made of."""
        return self._catalog

    def load(self) -> None:
        """Load now what the first requests would load: half a second of work, in a thread's."""
        from bot.commands import inline  # the one that is no handler

        del inline
        for command in self._commands:
            if isinstance(command.handler, LateHandler):
                command.handler.load()

    def handle(self, request: Request) -> Reply:
        """The answer. Never raises: a failure is logged and answered with its reference."""
        request = replace(request, text=clean(request.text), chat_title=_title(request))
        code: str = self._settings.language
        try:
            subscriber = self._store.get_subscriber(request.subscriber_id)
            code = self._language(request, subscriber)
            return self._answer(self._context(request, subscriber, code))
        except UserError as error:
            if request.pressed:
                return Reply(notice=self._catalog.text(code, error.key, **error.values))
            return Reply(self._catalog.blocks(code, error.key, **error.values))
        except StoreReadOnly:
            return Reply(self._catalog.blocks(code, "error.read_only"))
        except NotDurable as error:
            log.error("not_durable", error=str(error))
            return Reply(self._catalog.blocks(code, "error.not_saved"))
        except Exception:  # whatever fails, who asked gets an answer and the log the cause
            reference = secrets.token_hex(3)
            log.exception("request_failed", reference=reference, chat=request.chat_id)
            return Reply(self._catalog.blocks(code, "error.failed", reference=reference))

    def inline(self, request: Request, offset: str) -> InlineAnswer:
        """What an inline query is offered, from `offset` on. Never raises: a failure is logged."""
        request = replace(request, text=clean(request.text))
        try:
            from bot.commands.inline import inline  # loads search: see `late`

            subscriber = self._store.get_subscriber(request.subscriber_id)
            code = self._language(request, subscriber)
            return inline(self._context(request, subscriber, code), offset)
        except Exception:  # whoever types gets an empty list, the log the cause
            log.exception("inline_failed", user=request.user_id)
            return InlineAnswer()

    def language(self, request: Request) -> str:
        """The language in which `request` would be answered."""
        return self._language(request, self._store.get_subscriber(request.subscriber_id))

    def needs_admin(self, request: Request) -> bool:
        """Whether the request changes the chat's settings: only its administrators may."""
        route = self._route(request)
        return route.command is not None and route.command.scope is Scope.CHAT_ADMINS

    def reviewed_chat(self, request: Request) -> int | None:
        """The group whose digest a private request reviews: who asks must still administer it.

        None: no such request, or its sender is no reviewer of a group.
        """
        route = self._route(request)
        desk = self._reviews
        if desk is None or request.chat_type != "private" or route.command is None:
            return None
        if route.command.name != "duyet":
            return None
        from bot.commands.review import reviewed_by  # loads the room of reviews: see `late`

        found = reviewed_by(desk, route.argument, request.user_id)
        return None if found is None else found.subscriber.chat_id

    def reviewer_left(self, chat_id: int, user_id: int) -> None:
        """Somebody administers that chat no more: they review its digests no more."""
        if self._reviews is not None:
            self._reviews.withdraw(chat_id, user_id)

    def wants_file(self, request: Request) -> bool:
        """Whether the document that came with the request is worth fetching: only curators'."""
        if request.file is None or not request.curator:
            return False
        route = self._route(request)
        first = fold(route.argument).split()[:1]
        return route.command is not None and any(word in route.command.files for word in first)

    def menu(self, *, curator: bool) -> Mapping[str | None, Sequence[tuple[str, str]]]:
        """Language code → (name, description) pairs; None is for all other languages."""
        by_language: dict[str | None, Sequence[tuple[str, str]]] = {
            code: tuple(
                (command.shown_name(code), self._catalog.text(code, command.description))
                for command in self._commands
                if curator or command.scope is not Scope.CURATORS
            )
            for code in self._catalog.languages
        }
        return {None: by_language[self._settings.language], **by_language}

    def _answer(self, context: Context) -> Reply:
        request = context.request
        if not request.pressed and not request.text.strip():
            if request.file is None:
                return _SHORT_HELP(context, "")
            if command_for(request.file) is None:
                raise UserError("file.unknown")
        if len(request.text) > MAX_TEXT:
            raise UserError("error.too_long", limit=str(MAX_TEXT))
        if not request.pressed and (talked := small_talk(context)) is not None:
            return talked
        route = self._route(request)
        if route.command is None:
            return self._unknown(context, route.name)
        if route.command.scope is Scope.CURATORS and not request.curator:
            raise UserError("error.curators_only")
        if route.command.scope is Scope.CHAT_ADMINS and not request.chat_admin:
            raise UserError("error.admins_only")
        if route.command.name == "tim" and not request.pressed:
            self._talks.forget(request)  # something else is looked for now
        return route.command.handler(context, route.argument)

    def _route(self, request: Request) -> _Route:
        text = request.text.strip()
        if not text and request.file is not None:
            text = command_for(request.file) or ""
        slash = _SLASH.fullmatch(text)
        if slash is not None:
            name, rest = slash["name"], slash["rest"]
        elif request.pressed:
            name, _, rest = text.partition(" ")
        else:
            from bot.commands.ask import asks  # loads the rooms of answers and facts: see `late`

            name = "hoi" if asks(text, self._today()) or self._goes_on(request) else "tim"
            return _Route(self._by_name[name], name, text)
        return _Route(self._by_name.get(fold(name)), name, rest.strip())

    def _goes_on(self, request: Request) -> bool:
        """Whether a text that would be a search asks of what the chat talked about just before."""
        from bot.commands.follow_up import goes_on  # loads the rooms of answers: see `late`

        return goes_on(request, self._talks.topic(request, self._clock()), self._today())

    def _today(self) -> date:
        return self._clock().astimezone(self._settings.zone).date()

    def _unknown(self, context: Context, name: str) -> Reply:
        if context.request.pressed:
            return Reply(notice=context.text("error.old_button"))
        help_button = (context.button("button.help", "trogiup"),)
        near = difflib.get_close_matches(fold(name[:32]), self._by_name, n=1, cutoff=0.6)
        if not near:
            return Reply(context.blocks("error.unknown"), buttons=(help_button,))
        command = self._by_name[near[0]]
        return Reply(
            context.blocks("error.nearest", name=f"/{near[0]}"),
            buttons=((Button(label=f"/{near[0]}", action=command.name), *help_button),),
        )

    def _language(self, request: Request, subscriber: Subscriber | None) -> str:
        if subscriber is not None and subscriber.language is not None:
            return subscriber.language
        if request.language_code:
            return "vi" if request.language_code.lower().split("-")[0] == "vi" else "en"
        return self._settings.language

    def _context(self, request: Request, subscriber: Subscriber | None, code: str) -> Context:
        return Context(
            request=request,
            store=self._store,
            catalog=self._catalog,
            settings=self._settings,
            now=self._clock(),
            sources={it.id: it for it in (*self._sources, *self._store.list_sources())},
            subscriber=subscriber,
            language=code,
            zone=zone_of(subscriber.timezone if subscriber else self._settings.timezone),
            commands=self._commands,
            held=self._held,
            errands=self._errands,
            next_digest=self._next_digest,
            reviews=self._reviews,
            talks=self._talks,
        )


def _title(request: Request) -> str | None:
    return clean(request.chat_title) if request.chat_title else None
