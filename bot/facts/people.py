"""People whom an article names, with the posts it gives them and their part in the event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.changes_of_lists import fellows_in_front
from bot.facts.foreign_names import is_foreign
from bot.facts.people_roles import roles_of_sentence
from bot.facts.person_later import later_mentions
from bot.facts.person_lists import read_lists
from bot.facts.person_mentions import find_mentions
from bot.facts.post_changes import Changed, change_of, shared_change, successor_change
from bot.facts.posts_beside import Mention
from bot.facts.posts_once import abbreviations, distinct_posts, said_once
from bot.facts.record import PersonNamed
from storage.text import exact_key, fold

_SMALL_SYLLABLE = re.compile(r"[ \t\u00a0]([^\W\d_]{1,7})(?!\w)")
TELLING = 12
"""Mentions of one person that are searched for parts in the event and changes of posts."""


@dataclass(slots=True)
class _Person:
    name: str
    mentions: list[Mention] = field(default_factory=list)
    later: list[Mention] = field(default_factory=list)
    """By the given name, a post or an honorific alone."""
    roles: dict[str, None] = field(default_factory=dict)
    changes: list[tuple[Mention, Changed]] = field(default_factory=list)


def find_people(text: ArticleText) -> tuple[PersonNamed, ...]:
    """In the order of their first mention; a later mention by name alone is of the same person."""
    mentions = find_mentions(text)
    read_lists(text.text, mentions)
    _call_fully(text.text, mentions)
    known = {it.name for it in mentions if it.is_person}
    mentions = [it for it in mentions if it.name in known]
    people: dict[str, _Person] = {}
    for mention in mentions:
        people.setdefault(mention.name, _Person(mention.name)).mentions.append(mention)
    if not people:
        return ()
    owners = {id(it): people[it.name] for it in mentions}
    for later in list(later_mentions(text, mentions)):
        owners[id(later)] = people[later.name]
        people[later.name].later.append(later)
        mentions.append(later)
    mentions.sort(key=lambda it: it.start)
    _read_sentences(text, mentions, owners)
    called = abbreviations(text.text, mentions)
    return tuple(_record(person, called) for person in people.values())


def _call_fully(text: str, mentions: Sequence[Mention]) -> None:
    """`ông Văn Mẫu`, `ông Macron`: the end of the one longer name of a person is that person.

    `Trần Văn | mẫu`, where the capital was forgotten, is the `Trần Văn Mẫu` of another sentence.

    A name that is also spelt with the other i (`Sỹ`, `Sĩ`), or a foreign one with other accents
    (`Hernandez`, `Hernández`), is spelt as it is first.
    """
    spelt: dict[str, str] = {}
    for mention in mentions:
        words = fold(mention.name).split() if is_foreign(mention.name) else mention.name.split()
        key = " ".join(exact_key(word).replace("y", "i") for word in words)
        mention.name = spelt.setdefault(key, mention.name)
    full = {it.name for it in mentions if it.is_person}
    for mention in mentions:
        shorter, _, last = mention.name.rpartition(" ")
        if shorter in full and shorter.count(" ") > 1 and _SMALL_SYLLABLE.match(text, mention.end):
            mention.name = shorter  # "Trần Văn Mẫu | Đón nhận": the full stop was lost
            mention.reach -= (mention.reach == mention.end) * (len(last) + 1)
            mention.end -= len(last) + 1
    full = {it.name for it in mentions if it.is_person}
    for mention in mentions:
        small = _SMALL_SYLLABLE.match(text, mention.end)
        if small and (whole := f"{mention.name} {small[1].title()}") in full:
            mention.name, mention.end = whole, small.end()
            mention.reach = max(mention.reach, mention.end)
    _with_middle_names(mentions, full)
    full = {it.name for it in mentions if it.is_person}
    by_end: dict[str, set[str]] = {}
    for name in full:
        words = name.split()
        for count in range(1, len(words)):
            by_end.setdefault(" ".join(words[count:]), set()).add(name)
    for mention in mentions:
        longer = by_end.get(mention.name, set())
        if len(longer) > 1:  # of Donald and Melania the one with a post is called by one name
            longer &= {it.name for it in mentions if it.posts}
        if len(longer) == 1:
            (mention.name,) = longer


def _with_middle_names(mentions: Sequence[Mention], full: Iterable[str]) -> None:
    """`Anna Mauer` is the `Anna Maria Mauer` of the same text."""
    by_ends = {
        (words[0], words[-1]): name
        for name in full
        if len(words := name.split()) > 2 and is_foreign(words[-1])
    }
    for mention in mentions:
        words = mention.name.split()
        if len(words) == 2:
            mention.name = by_ends.get((words[0], words[1]), mention.name)


def _read_sentences(
    text: ArticleText, mentions: Sequence[Mention], owners: dict[int, _Person]
) -> None:
    """Parts in the event and changes of posts, a sentence at a time."""
    by_sentence: dict[Span, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    seen: dict[int, int] = {}
    for sentence, inside in by_sentence.items():
        for mention, roles in roles_of_sentence(text.text, sentence, inside):
            person = owners[id(mention)]
            seen[id(person)] = seen.get(id(person), 0) + 1
            if seen[id(person)] <= TELLING:
                person.roles.update(dict.fromkeys(roles))
        before: tuple[Mention, Mention, Changed] | None = None
        for number, mention in enumerate(inside):
            person = owners[id(mention)]
            if seen[id(person)] > TELLING:
                continue
            begins = (it.begin for it in inside[number + 1 :] if it.begin >= mention.reach)
            following = next(begins, sentence[1])
            last = inside[number - 1] if number else None
            if last and (taken := successor_change(text.text, last, mention, following)):
                owners[id(last)].changes.append((last, taken))
                continue
            change = change_of(text.text, mention, following)
            first = mention
            if change is None and before is not None:
                first, change = before[0], shared_change(text.text, mention, *before)
            before = (first, mention, change) if change else None
            if change:
                person.changes.append((mention, change))
                if change.posts:
                    for fellow in fellows_in_front(text.text, inside, number):
                        owners[id(fellow)].changes.append((fellow, change))


def _record(person: _Person, called: Mapping[str, str]) -> PersonNamed:
    fullest = max(
        person.mentions, key=lambda it: (len(it.posts), it.honorific is not None, -it.start)
    )
    told = sorted((*person.mentions, *person.later), key=lambda it: it.start)
    posts = [post.text for it in told for post in it.posts]
    change, said_by = None, fullest
    changes = [it for it in person.changes if it[1].change is not None]
    new = [post.text for _, it in person.changes for post in it.posts]
    if changes:
        # the body says more than the title: the longest sentence that names a new post
        said_by, changed = max(
            changes,
            key=lambda it: (
                it[1].change == "disciplined",
                not it[1].past,
                bool(it[1].posts),
                it[0].sentence[0] > 0,
            ),
        )
        change = changed.change
    spans = [(it.start, it.end) for it in (*person.mentions, *person.later)]
    return PersonNamed(
        start=said_by.start,
        end=said_by.reach,
        sentence=said_by.sentence,
        name=person.name,
        posts=distinct_posts(said_once(posts, called), new, moved=change == "transferred"),
        former_posts=distinct_posts(
            [post.text for it in told for post in it.former], (), moved=False
        ),
        roles=tuple(person.roles),
        change=change,
        honorific=fullest.honorific,
        mentions=tuple(sorted(set(spans))),
    )
