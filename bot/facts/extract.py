"""All facts of one article."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from bot.facts.article_text import ArticleText, article_text
from bot.facts.corrections import corrected
from bot.facts.documents import find_documents
from bot.facts.events import find_event
from bot.facts.figures import find_figures
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.places import find_places
from bot.facts.record import Facts, OrganisationNamed, PersonNamed
from bot.facts.requests import find_requests
from bot.facts.times import find_times
from storage.models import Article

Named = TypeVar("Named", PersonNamed, OrganisationNamed)
_REMEMBERED = 256
"""Articles whose facts are kept in memory: those that are asked about at the same time."""


STATED = (
    "title",
    "lead",
    "paragraphs",
    "captions",
    "published",
    "event_date",
    "province",
    "corrections",
)
"""The fields of an article that facts follow from, beside the rules. Its fingerprint is not enough:
it is equal for texts that differ in tones, punctuation, breaks or captions."""


def extract(article: Article) -> Facts:
    """What the article says: a function of `STATED` alone; the latest results are remembered."""
    key = tuple(getattr(article, field) for field in STATED)
    found = _remembered.get(key)
    if found is None:
        while len(_remembered) >= _REMEMBERED:
            _remembered.pop(next(iter(_remembered)), None)
        found = _remembered[key] = extract_afresh(article)
    return found


_remembered: dict[tuple[object, ...], Facts] = {}


def extract_afresh(article: Article) -> Facts:
    """As `extract`, remembering nothing."""
    whole = article_text(article)
    text = whole.without_captions()
    documents = find_documents(text)
    organisations = find_organisations(whole)
    people = find_people(whole)
    in_text = _of_the_text(text, people), _of_the_text(text, organisations)
    times = find_times(text, article.published, article.event_date)
    found = Facts(
        documents=documents,
        people=people,
        organisations=organisations,
        places=find_places(text, article.province),
        times=times,
        figures=find_figures(text, [(it.start, it.end) for it in documents]),
        event=find_event(text, *in_text, times),
        requests=find_requests(text, *in_text, times),
    )
    return corrected(found, whole, article.corrections)


def _of_the_text(text: ArticleText, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Those that the running text names; mentions in captions are left out."""
    limit = len(text.text)
    if all(it.start < limit and it.mentions[-1][0] < limit for it in named):
        return named
    found = []
    for it in named:
        mentions = tuple(span for span in it.mentions if span[0] < limit)
        if not mentions:
            continue
        start, end = (it.start, it.end) if it.start < limit else mentions[0]
        sentence = text.sentence_at(start)
        found.append(
            msgspec.structs.replace(it, start=start, end=end, sentence=sentence, mentions=mentions)
        )
    return tuple(found)
