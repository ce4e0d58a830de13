"""What an article tells of a post: who takes, holds or has left it, in which sentence. Pure.

Who is named with a post is taken from the facts of the article; what becomes of it is told by the
words in front of the post, and by the change that the facts report of the person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bot.answers.person_offers import named_mentions
from bot.answers.post_names import PostKey, post_key
from bot.answers.post_states import (
    State,
    is_past,
    is_planned,
    is_remembered,
    is_replaced,
    state_of,
    without_past,
)
from bot.answers.words import table
from bot.facts.article_text import ArticleText, Span, article_text
from bot.facts.extract import extract
from bot.facts.look_up import slug
from bot.facts.posts import Post, post_at, post_head
from bot.facts.record import Facts, PersonNamed
from bot.language.provinces import province_name
from storage.models import Article
from storage.text import fold

_TO_NAME = re.compile(
    r"(?:[ \t\u00a0:(]{1,2}(?:là|đối với|cho|với|mới|hiện nay|hiện tại|đương nhiệm|khi đó"
    r"|nhiệm kỳ|khóa|[XVI]{1,6}|\d{4}(?:[-–]\d{4})?|[-–]|đồng chí|ông|bà|anh|chị|thầy|cô)\)?"
    r"){0,6}[ \t\u00a0:]{0,2}"
)
"""What may part a post from its holder's name behind it."""
_AND = re.compile(r"(?:,|,?[ \t\u00a0]kiêm|,?[ \t\u00a0]và)[ \t\u00a0]{1,2}")


class Holder(NamedTuple):
    """Somebody who holds or held the post, in the sentence that says so."""

    article: Article
    name: Span
    sentence: Span
    """Both in `article_text(article).text`."""


class Told(NamedTuple):
    """What an article tells of one person and the post."""

    who: str
    status: Literal["holds", "left"]
    holder: Holder


def told_of(article: Article, asked: PostKey) -> list[Told]:
    """Everybody who holds or has left the post, as the article says; each person once."""
    facts = extract(article)
    text = article_text(article)
    places = list(_places(text, facts))
    told = []
    for person in facts.people:
        own = [it for it in places if it.person is person]
        its = [it for it in own if _is_asked(it, asked, article, facts)]
        if not its:
            continue
        best = max(its, key=lambda it: (it.state == "given", it.sentence[0] > 0, -it.sentence[0]))
        held = any(_names(it, asked) for it in person.posts if not is_past(it))
        left = _has_left(text.text, person, own, its, asked)
        if held or left:
            holder = Holder(article, best.name, best.sentence)
            told.append(Told(slug(person.name), "left" if left else "holds", holder))
    return told


class _Place(NamedTuple):
    """A post where it is said of a person."""

    post: Post
    state: State
    person: PersonNamed
    name: Span
    sentence: Span


_Named = tuple[Span, PersonNamed]
_LOOKED_BACK = 4
"""Names before a post among which its holder is looked for."""


def _places(text: ArticleText, facts: Facts) -> Iterator[_Place]:
    names = sorted(
        ((span, person) for person in facts.people for span in named_mentions(text.text, person)),
        key=lambda it: it[0],
    )
    starts = [span[0] for span, _ in names]
    for sentence in text.sentences:
        begin, end = sentence
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        before: tuple[Post, State] | None = None
        if first == last or is_remembered(text.text, sentence):
            continue
        for head in post_head().finditer(text.text, begin, end):
            at = bisect_left(starts, head.end(), first, last)
            limit = starts[at] if at < last else end
            post = post_at(text.text, head.start(), limit)
            if post is None:
                continue
            state = state_of(text.text, post, begin)
            if before and state == "held" and _AND.fullmatch(text.text, before[0].end, post.start):
                state = before[1]
            before = (post, state)
            owner = _owner(
                text.text, names, bisect_left(starts, post.end, first, last), (first, last), post
            )
            planned = state == "given" and is_planned(text.text, post, begin)
            if owner is not None and not planned:
                yield _Place(post, state, owner[1], owner[0], sentence)


def _owner(
    text: str, names: Sequence[_Named], at: int, bounds: tuple[int, int], post: Post
) -> _Named | None:
    """Whose post it is: the name right behind it, number `at`, else the last one before it."""
    first, last = bounds
    if at < last and _TO_NAME.fullmatch(text, post.end, names[at][0][0]):
        return names[at]
    before = names[max(first, at - _LOOKED_BACK) : at]
    return next((it for it in reversed(before) if not is_replaced(text, it[0])), None)


def _names(post: str, asked: PostKey) -> bool:
    key = post_key(post)
    return key.is_of(asked) or key.is_within(asked)


def _is_asked(place: _Place, asked: PostKey, article: Article, facts: Facts) -> bool:
    key = post_key(without_past(place.post.text))
    return key.is_of(asked) or (
        key.is_within(asked) and _is_about(asked.place, article, facts, place.sentence)
    )


def _is_about(province: str, article: Article, facts: Facts, sentence: Span) -> bool:
    """Whether a post without its province can only be that province's.

    In the province's own paper nothing else is named in the sentence, elsewhere in the article.
    """
    own = article.province and fold(province_name(article.province) or article.province)
    if own and own != province:
        return False
    named = {
        fold(province_name(it.name) or it.name)
        for it in facts.places
        if it.kind == "province" and not it.inferred
        for start, _ in it.mentions or ((it.start, it.end),)
        if not own or sentence[0] <= start < sentence[1]
    }
    return named <= {province} if own else named == {province}


def _has_left(
    text: str, person: PersonNamed, own: Sequence[_Place], its: Sequence[_Place], asked: PostKey
) -> bool:
    """Whether the article says that the person no longer holds the post that `its` places name."""
    states = {it.state for it in its}
    if "left" in states:
        return True
    if "given" in states:
        return False
    if person.change in {"retired", "dismissed"}:
        return True
    if any(is_replaced(text, span) for span in named_mentions(text, person)):
        return True
    new = [it for it in own if it.state == "given"]
    return (person.change == "transferred" and not new) or any(
        not _goes_with(it.post.text, asked) for it in new if person.change is not None
    )


def _goes_with(post: str, asked: PostKey) -> bool:
    """Whether a new post is held beside the one asked for: of the same province, of other kinds."""
    key = post_key(post)
    words = f"{' '.join(key.body)} "
    heads = table("post_holders.toml")["beside"]["heads"]
    return key.place in {"", asked.place} and any(words.startswith(f"{it} ") for it in heads)
