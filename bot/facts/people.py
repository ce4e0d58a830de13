"""People whom an article names, with the posts it gives them and their part in the event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_names import organisation_key
from bot.facts.people_roles import roles_of_sentence
from bot.facts.person_mentions import Mention, find_mentions
from bot.facts.post_changes import Changed, change_of
from bot.facts.posts import post_at
from bot.facts.record import PersonNamed
from bot.language.person_names import CAPITALS

_ALONE = re.compile(
    r"(?<!\w)(?P<honorific>[Đđ]ồng chí|đ/c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)[ \t\u00a0]+"
    rf"(?:(?P<name>[{CAPITALS}][^\W\d_]{{0,7}}(?:"
    rf"[ \t\u00a0][{CAPITALS}][^\W\d_]{{0,7}})?)(?!\w|[ \t\u00a0]+[{CAPITALS}])"
    r"|(?=(?:đã |cũng |tiếp tục )?(?:đề nghị|yêu cầu|nhấn mạnh|khẳng định|cho biết"
    r"|cho rằng|lưu ý|phát biểu|kết luận|đánh giá|ghi nhận|mong muốn)))"
)
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
    known = {it.name for it in mentions if it.is_person}
    mentions = [it for it in mentions if it.name in known]
    people: dict[str, _Person] = {}
    for mention in mentions:
        people.setdefault(mention.name, _Person(mention.name)).mentions.append(mention)
    if not people:
        return ()
    owners = {id(it): people[it.name] for it in mentions}
    for person, later in _later_mentions(text, people, mentions):
        person.later.append(later)
        owners[id(later)] = person
        mentions.append(later)
    mentions.sort(key=lambda it: it.start)
    _read_sentences(text, mentions, owners)
    return tuple(_record(person) for person in people.values())


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
        for number, mention in enumerate(inside):
            person = owners[id(mention)]
            if seen[id(person)] > TELLING:
                continue
            following = inside[number + 1].begin if number + 1 < len(inside) else sentence[1]
            if change := change_of(text.text, mention, following):
                person.changes.append((mention, change))


def _later_mentions(
    text: ArticleText, people: dict[str, _Person], mentions: Sequence[Mention]
) -> Iterable[tuple[_Person, Mention]]:
    """`đồng chí Hảo`, `đồng chí Bí thư`, `đồng chí đề nghị`: of whom it can only be."""
    by_given: dict[str, list[str]] = {}
    for name in people:
        words = name.split()
        for given in (words[-1], " ".join(words[-2:])):
            by_given.setdefault(given, []).append(name)
    full = {it.start for it in mentions}
    for match in _ALONE.finditer(text.text):
        sentence = text.sentence_at(match.start())
        named = match["name"]
        if named is None:
            person = _last_subject(text, mentions, match.start(), sentence, people)
            span = match.span("honorific")
        else:
            owners = by_given.get(named, [])
            person = people[owners[0]] if len(owners) == 1 else None
            span = match.span("name")
            if match.start("name") in full:
                continue
            if person is None and (post := post_at(text.text, match.start("name"), sentence[1])):
                person = _holder(post.text, people)
                span = (post.start, post.end)
                if person is not None and any(it.begin <= span[0] < it.reach for it in mentions):
                    continue
        if person is None or match.start() < person.mentions[0].end:
            continue
        later = Mention(*span, person.name, sentence, match["honorific"])
        later.begin, later.reach = match.start(), span[1]
        yield person, later


def _last_subject(
    text: ArticleText,
    mentions: Sequence[Mention],
    at: int,
    sentence: Span,
    people: dict[str, _Person],
) -> _Person | None:
    """The one person of the sentence before, in the same paragraph; None: none, or several."""
    near = [it for it in mentions if it.end <= at]
    if not near or any(it.sentence == sentence for it in near):
        return None
    last = near[-1].sentence
    if "\n" in text.text[last[1] : sentence[0]] or text.text[last[1] : sentence[0]].strip():
        return None
    names = {it.name for it in near if it.sentence == last}
    return people[names.pop()] if len(names) == 1 else None


def _holder(post: str, people: dict[str, _Person]) -> _Person | None:
    """The only person with a post that begins so."""
    wanted = organisation_key(post)
    found = [
        person
        for person in people.values()
        if any(
            f"{organisation_key(held.text)} ".startswith(f"{wanted} ")
            for it in person.mentions
            for held in it.posts
        )
    ]
    return found[0] if len(found) == 1 else None


def _record(person: _Person) -> PersonNamed:
    fullest = max(
        person.mentions, key=lambda it: (len(it.posts), it.honorific is not None, -it.start)
    )
    posts = [post.text for it in person.mentions for post in it.posts]
    change, said_by = None, fullest
    if person.changes:
        # the body says more than the title: the longest sentence that names a new post
        said_by, told = max(
            person.changes, key=lambda it: (it[1].post is not None, it[0].sentence[0] > 0)
        )
        change = told.change
        posts += [it.post.text for _, it in person.changes if it.post is not None]
    spans = [(it.start, it.end) for it in (*person.mentions, *person.later)]
    return PersonNamed(
        start=said_by.start,
        end=said_by.reach,
        sentence=said_by.sentence,
        name=person.name,
        posts=_distinct(posts),
        roles=tuple(person.roles),
        change=change,
        honorific=fullest.honorific,
        mentions=tuple(sorted(set(spans))),
    )


def _distinct(posts: Sequence[str]) -> tuple[str, ...]:
    """Each post once; one that only begins a longer one is that one, said shorter."""
    keys = {post: organisation_key(post) for post in posts}
    kept = {
        post: None
        for post in posts
        if not any(other.startswith(f"{keys[post]} ") for it, other in keys.items() if it != post)
    }
    first: dict[str, str] = {}
    for post in kept:
        first.setdefault(keys[post], post)
    return tuple(first.values())
