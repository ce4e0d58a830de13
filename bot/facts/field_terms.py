"""What the fields of a query mean: provinces, people, documents, bodies, topics, periods, events.

The port that `bot.search.fields.FieldResolver` names. Values are read from their beginning, as many
words as mean something; diacritics never matter.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from bot.facts.asked_documents import asked_document, find_asked_documents
from bot.facts.look_up import asked_province_terms, slug
from bot.facts.periods import period_key
from bot.facts.topics import OTHER, topic_keys, topics
from bot.language.abbreviations import abbreviations
from bot.language.bare import without_marks
from bot.language.near_provinces import near_province_name
from bot.language.provinces import province_name
from bot.language.slips import one_slip
from bot.messages.catalog import Catalog
from bot.search.fields import Field, Meaning, Mention
from storage.base import ArticleStore
from storage.models import SearchQuery
from storage.text import fold, folded_words, tokens

_MOST_WORDS = 12
"""Words of a name that are looked at."""
_NAME_WORDS = 4
"""Words of a personal name that nobody knows, where the query goes on behind it."""
_HONORIFIC = re.compile(
    r"(?:dong\s{1,3}chi|dc|ong|ba|anh|chi)\s{1,3}(?=\S+\s{1,3}\S)|d/c\s{0,3}", re.IGNORECASE
)


def field_terms(store: ArticleStore, catalog: Catalog) -> FieldTerms:
    """The reader of fields over a store, topics named as the bot calls them."""

    def known(term: str) -> bool:
        return store.search(SearchQuery(terms=((term,),), limit=1)).total > 0

    names = {
        key: tuple(catalog.text(code, f"digest.topic.{key}") for code in catalog.languages)
        for key in topic_keys()
    }
    return FieldTerms(known, names)


class FieldTerms:
    """Reads values of fields.

    Args:
        known: whether a look-up term is any article's; decides how far a name goes.
        topic_names: topic key → its names in all languages of the reader.
    """

    def __init__(
        self, known: Callable[[str], bool], topic_names: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._known = known
        self._names = topic_names
        self._topics = _topic_words(topic_names)

    def meaning(self, field: Field, value: str) -> Meaning | None:
        """What `value`, or its beginning, means in `field`; None: nothing."""
        reader = {
            Field.PROVINCE: _province,
            Field.PERSON: self._person,
            Field.DOCUMENT: _document,
            Field.BODY: self._body,
            Field.TOPIC: self._topic,
            Field.EVENT: _event,
        }.get(field)
        return None if reader is None else reader(value)

    def period_terms(self, first: dt.date, last: dt.date) -> tuple[str, ...]:
        """Terms of what reports on these days; a single month also of what announces days in it."""
        key = period_key(first, last)
        if key is None:
            return ()
        one_month = (first.year, first.month) == (last.year, last.month)
        return (f"period:{key}", *([f"coming:{key}"] if one_month else []))

    def documents(self, text: str) -> tuple[Mention, ...]:
        """Documents that plain words name by their number, in order."""
        return tuple(Mention(*found) for found in find_asked_documents(text))

    def _person(self, value: str) -> Meaning | None:
        honorific = _HONORIFIC.match(without_marks(value))
        start = honorific.end() if honorific else 0
        return self._named("who", value, start, value[start:].split(), slug)

    def _body(self, value: str) -> Meaning | None:
        return self._named("org", value, 0, value.split(), body_slug)

    def _named(
        self, form: str, value: str, start: int, words: list[str], key: Callable[[str], str]
    ) -> Meaning | None:
        """The longest beginning that names somebody known; else all of it, perhaps by its words."""
        for end in _ends(value, start):
            term = f"{form}:{key(value[start:end])}"
            if self._known(term):
                return _name(value[start:end], end, term, certain=True)
        end = len(value)
        if form == "who" and len(words) > _NAME_WORDS:
            end = min(_ends(value, start), key=lambda at: abs(len(value[start:at].split()) - 3))
        if not folded_words(value[start:end]):
            return None
        return _name(value[start:end], end, f"{form}:{key(value[start:end])}", certain=False)

    def _topic(self, value: str) -> Meaning | None:
        for end in _ends(value):
            key = self._topics.get(" ".join(folded_words(value[:end])))
            if key is not None:
                return Meaning(end, (f"topic:{key}",), (f"topic:{key}",))
        for end in _ends(value):
            typed = "".join(folded_words(value[:end]))
            near = {
                (key, said)
                for said, key in self._topics.items()
                if one_slip(typed, "".join(said.split()))
            }
            if len({key for key, _ in near}) == 1:
                key = near.pop()[0]
                terms = (f"topic:{key}",)
                return Meaning(end, terms, terms, shown=self._shown(key), certain=False)
        return None

    def _shown(self, key: str) -> str:
        """The topic by its first name."""
        return self._names.get(key, (key,))[0]


def body_slug(name: str) -> str:
    """The slug of a body's key, abbreviations written out in either case: `ubnd tỉnh`."""
    words = (_abbreviated().get(fold(word), word) for word in name.split())
    return slug(" ".join(words))


def _name(said: str, end: int, term: str, *, certain: bool) -> Meaning:
    """A single syllable is too little to be looked for as a phrase."""
    several = len(folded_words(said)) > 1
    phrase = said if several or not certain else None
    return Meaning(end, (term,), (term,), phrase=phrase, shown=said, certain=certain)


def _province(value: str) -> Meaning | None:
    for end in _ends(value):
        name = province_name(value[:end])
        if name is not None:
            terms = asked_province_terms(name)
            return Meaning(end, terms, terms[:1], shown=name)
    for end in _ends(value):
        near = near_province_name(value[:end])
        if near is not None:  # told as what it was understood to be, and never behind a blank
            terms = asked_province_terms(near)
            return Meaning(end, terms, terms[:1], shown=near, certain=False)
    return None


def _document(value: str) -> Meaning | None:
    found = asked_document(value)
    if found is None:
        return Meaning(len(value), (), phrase=value, certain=False) if folded_words(value) else None
    return Meaning(found.end, found.terms, found.terms[:1])


def _event(value: str) -> Meaning | None:
    for end in _ends(value):
        name = _events().get(" ".join(folded_words(value[:end])))
        if name is not None:
            term = f"event:{slug(name)}"
            return Meaning(end, (term,), (term,), shown=name)
    return None


def _ends(value: str, start: int = 0) -> Iterator[int]:
    """Where the beginnings of `value` end, the longest of `_MOST_WORDS` words first."""
    found = [start + token.end for token in tokens(value[start:])[:_MOST_WORDS]]
    return reversed(found)


def _topic_words(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Folded words → topic key: the key, its names, and what publishers call its sections."""
    found: dict[str, str] = {}
    for topic in topics():
        called = (topic.key, *names.get(topic.key, ()), *topic.sections)
        for name in called:
            found.setdefault(" ".join(folded_words(name)), topic.key)
    for name in names.get(OTHER, ()):
        found.setdefault(" ".join(folded_words(name)), OTHER)
    return found


@cache
def _events() -> dict[str, str]:
    """Folded words → type of event."""
    raw = tomllib.loads(files(__package__).joinpath("events.toml").read_text("utf-8"))
    types: dict[str, str] = raw["types"]
    found = {" ".join(folded_words(name)): name for name in types}
    for name, words in types.items():
        for each in words.split(";"):
            found.setdefault(" ".join(folded_words(each)), name)
    return found


@cache
def _abbreviated() -> dict[str, str]:
    """Folded abbreviations of three letters and more → the words; shorter ones are words too."""
    return {fold(short): words for short, words in abbreviations().items() if len(short) > 2}
