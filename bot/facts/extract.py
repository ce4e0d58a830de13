"""All facts of one article."""

from __future__ import annotations

from bot.facts.article_text import article_text
from bot.facts.corrections import corrected
from bot.facts.documents import find_documents
from bot.facts.events import find_event
from bot.facts.figures import find_figures
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.places import find_places
from bot.facts.record import Facts
from bot.facts.requests import find_requests
from bot.facts.times import find_times
from storage.models import Article, Correction

_REMEMBERED = 256
"""Articles whose facts are kept in memory: those that are asked about at the same time."""


def extract(article: Article) -> Facts:
    """What the article says: a function of its text, day, province and corrections alone.

    The latest results are remembered by id, fingerprint, which changes with the text, and
    corrections.
    """
    key = (article.id, article.fingerprint, article.corrections)
    found = _remembered.get(key)
    if found is None:
        while len(_remembered) >= _REMEMBERED:
            _remembered.pop(next(iter(_remembered)), None)
        found = _remembered[key] = extract_afresh(article)
    return found


_remembered: dict[tuple[str, str, tuple[Correction, ...]], Facts] = {}


def extract_afresh(article: Article) -> Facts:
    """As `extract`, remembering nothing."""
    text = article_text(article)
    documents = find_documents(text)
    organisations = find_organisations(text)
    people = find_people(text)
    times = find_times(text, article.published, article.event_date)
    found = Facts(
        documents=documents,
        people=people,
        organisations=organisations,
        places=find_places(text, article.province),
        times=times,
        figures=find_figures(text, [(it.start, it.end) for it in documents]),
        event=find_event(text, people, organisations, times),
        requests=find_requests(text, people, organisations, times),
    )
    return corrected(found, text, article.corrections)
