"""/chinh, /correct: curators correct what the rules read in an article; rules never undo it.

chinh <article>                       every fact, numbered, with a button each
chinh <article> <fact>                one fact: its sentence, its fields, what may be done
chinh <article> <fact> bo             the article does not say this
chinh <article> <fact> lai            take the correction back
chinh <article> <fact> <field> <new>  the field's right value, `-` for none
chinh <article> them <kind> <words>   a fact that was overlooked, in the article's own words
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec

from bot.commands.command import Context
from bot.commands.listing import page_number, shorten, turn_buttons
from bot.errors import UserError
from bot.facts.article_text import ArticleText, article_text
from bot.facts.correction_place import quoted
from bot.facts.corrections import ADDED, change_of, correctable, in_force, listed, reference
from bot.facts.extract import extract_afresh
from bot.facts.look_up import with_terms
from bot.facts.record import Fact
from bot.messages.rich import Block, Button, Line, Reply, Span
from storage.models import Article, AuditEntry, Correction, FactKind
from storage.text import folded_words

REMOVE, BACK, ADD, PAGES = "bo", "lai", "them", "trang"

PAGE = 8
_LENGTH = 120
_KIND_WORDS: dict[str, FactKind] = {
    "nguoi": "people",
    "person": "people",
    "donvi": "organisations",
    "body": "organisations",
}
_FIELD_WORDS = {
    "ten": "name",
    "chucvu": "posts",
    "so": "number",
    "coquan": "issuer",
    "noidung": "subject",
    "captren": "parent",
    "tinh": "province",
    "ky": "label",
    "donvitinh": "unit",
    "demgi": "counted",
    "ai": "asker",
    "giao": "asked",
    "loai": "type",
    "ngay": "date",
    "noi": "place",
    "chutri": "host",
}
"""What is typed for a field → its name; the name itself is understood too."""
_TYPED = {field: word for word, field in _FIELD_WORDS.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """One fact as the rules read it, or as a curator added it, with what was said of it."""

    kind: FactKind
    key: str
    words: str
    sentence: str
    fact: Fact | None
    correction: Correction | None
    idle: bool = False
    """The correction is of nothing that text or rules have now; it stays, and can be taken back."""


def correct(context: Context, argument: str) -> Reply:
    """See the module for what may stand in `argument`.

    Raises:
        UserError: no such article, fact or field, or words that the article does not have.
    """
    article_id, _, rest = argument.strip().partition(" ")
    article = context.store.get_article(article_id.lower()) if article_id else None
    if article is None:
        raise UserError("correct.which")
    word, _, rest = rest.strip().partition(" ")
    if word == ADD:
        return _add(context, article, rest.strip())
    if not word or word == PAGES:
        return _list(context, article, page_number(rest))
    row = next((it for it in _rows(article) if reference(it.kind, it.key) == word), None)
    if row is None:
        raise UserError("correct.no_fact")
    action, _, value = rest.strip().partition(" ")
    if not action:
        return _one(context, article, row)
    if action == BACK:
        return _saved(context, article, row, None)
    if action == REMOVE:
        said = Correction(
            kind=row.kind, key=row.key, by=_actor(context), at=context.now, removed=True
        )
    else:
        said = _change(context, row, action, value)
    return _saved(context, article, row, _with_words(said, row, article))


def _rows(article: Article) -> Iterator[_Row]:
    """Facts as the rules read them, and behind them what was said of facts that they do not."""
    text = article_text(article)
    plain = extract_afresh(msgspec.structs.replace(article, corrections=()))
    said = in_force(plain, text, article.corrections)
    seen: set[tuple[FactKind, str]] = set()
    for kind, key, fact in listed(plain, text):
        if (kind, key) in seen:
            continue
        seen.add((kind, key))
        sentence = _plain(text.text[fact.sentence[0] : fact.sentence[1]])
        yield _Row(kind, key, _words(fact, text), sentence, fact, said.get((kind, key)))
    for it in article.corrections:
        if it in said.values():
            continue
        start = text.text.find(it.added) if it.added else -1
        first, last = text.sentence_at(start) if start >= 0 else (0, 0)
        words = it.added or it.words or it.key
        around = _plain(text.text[first:last])
        yield _Row(it.kind, it.key, words, around, None, it, idle=start < 0)


def _words(fact: Fact, text: ArticleText) -> str:
    return _plain(text.text[fact.start : fact.end]) or str(getattr(fact, "name", "…"))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _list(context: Context, article: Article, page: int) -> Reply:
    rows = list(_rows(article))
    if not rows:
        raise UserError("facts.none")
    pages = -(-len(rows) // PAGE)
    page = min(page, pages)
    start = (page - 1) * PAGE
    shown = rows[start : start + PAGE]
    lines: list[Line] = [
        (Span(f"{number}. "), *_told(context, row)) for number, row in enumerate(shown, start + 1)
    ]
    numbers = tuple(
        Button(label=str(number), action=f"chinh {article.id} {reference(row.kind, row.key)}")
        for number, row in enumerate(shown, start + 1)
    )
    turn = turn_buttons(page, pages, lambda at: f"chinh {article.id} {PAGES} {at}")
    title: Line = (Span(shorten(article.title, 200), bold=True, href=article.url),)
    add = context.block("correct.add", id=article.id)
    return Reply(
        (Block((title, context.line("correct.choose"))), Block(tuple(lines)), add),
        buttons=tuple(row for row in (numbers[:4], numbers[4:], turn) if row),
        replace=context.request.pressed,
    )


def _told(context: Context, row: _Row) -> tuple[Span, ...]:
    correction = row.correction
    kind = context.text(f"correct.kind.{row.kind}")
    removed = correction is not None and correction.removed
    spans = [Span(f"{kind}: "), Span(shorten(row.words, _LENGTH), struck=removed)]
    if correction is not None:
        for field, value in correction.changes:
            spans.append(Span(f" · {context.text(f'correct.field.{field}')}: {value or '–'}"))
        spans.append(Span(" ✏️"))
    if row.idle:
        spans.append(Span(f" · {context.text('correct.idle')}", italic=True))
    return tuple(spans)


def _one(context: Context, article: Article, row: _Row, *, notice: str | None = None) -> Reply:
    name = f"{article.id} {reference(row.kind, row.key)}"
    lines: list[Line] = [_told(context, row)]
    if row.sentence:
        lines.append((Span(f"“{shorten(row.sentence, 400)}”", italic=True),))
    how: list[Line] = [context.line("correct.how")]
    for field in correctable(row.kind):
        label = context.text(f"correct.field.{field}")
        how.append((Span(f"{label}: "), Span(f"/chinh {name} {_TYPED[field]} …", code=True)))
    buttons = []
    if row.correction is None or not row.correction.removed:
        buttons.append(context.button("button.fact_wrong", f"chinh {name} {REMOVE}"))
    if row.correction is not None:
        buttons.append(context.button("button.fact_back", f"chinh {name} {BACK}"))
    buttons.append(context.button("button.fact_list", f"chinh {article.id}"))
    return Reply(
        (Block(tuple(lines)), Block(tuple(how))),
        buttons=tuple((button,) for button in buttons),
        replace=context.request.pressed,
        notice=notice,
    )


def _change(context: Context, row: _Row, action: str, value: str) -> Correction:
    """The correction that stands so far, with one field changed."""
    field = _FIELD_WORDS.get(action, action)
    try:
        change = change_of(row.kind, field, value)
    except ValueError as error:
        known = ", ".join(_TYPED[it] for it in correctable(row.kind))
        raise UserError("correct.no_field", name=shorten(action, 40), fields=known) from error
    before = row.correction
    changes = dict(before.changes if before is not None else ())
    changes[change[0]] = change[1]
    return Correction(
        kind=row.kind,
        key=row.key,
        by=_actor(context),
        at=context.now,
        added=before.added if before is not None else None,
        changes=tuple(changes.items()),
    )


def _with_words(said: Correction, row: _Row, article: Article) -> Correction:
    """With the words that find the fact again once rules name it otherwise."""
    if row.fact is not None and row.fact.end > row.fact.start:
        words, sentence = quoted(row.fact, article_text(article))
    elif row.correction is not None:  # of what is not read now
        words, sentence = row.correction.words or "", row.correction.sentence or ""
    else:
        return said
    return msgspec.structs.replace(said, words=words or None, sentence=sentence or None)


def _add(context: Context, article: Article, rest: str) -> Reply:
    word, _, words = rest.partition(" ")
    kind = _KIND_WORDS.get(word.casefold())
    words = words.strip()
    if kind not in ADDED or not words:
        raise UserError("correct.add_what", id=article.id)
    if words not in article_text(article).text:
        raise UserError("correct.not_there", words=shorten(words, _LENGTH))
    key = " ".join(folded_words(words))
    said = Correction(kind=kind, key=key, by=_actor(context), at=context.now, added=words)
    return _saved(context, article, _Row(kind, key, words, "", None, None), said)


def _saved(context: Context, article: Article, row: _Row, said: Correction | None) -> Reply:
    """Keeps the correction, or takes it back, and shows the fact as it is now."""
    stored = context.store.correct_article(article.id, _with(row, said, article))
    if stored is None:
        raise UserError("correct.which")
    action = "fact.corrected" if said is not None else "fact.correction_undone"
    context.store.append_audit(
        AuditEntry(
            at=context.now,
            actor=_actor(context),
            action=action,
            detail=f"{article.id} {row.kind} {row.key}"[:200],
        )
    )
    now = next((it for it in _rows(stored) if (it.kind, it.key) == (row.kind, row.key)), None)
    notice = context.text("correct.saved" if said is not None else "correct.undone")
    if now is None:  # what was added was taken back
        return replace(_list(context, stored, 1), notice=notice)
    return _one(context, stored, now, notice=notice)


def _with(row: _Row, said: Correction | None, shown: Article) -> Callable[[Article], Article]:
    """The correction of the article as it is stored then; worked out now for what was `shown`."""

    replaced = {(row.kind, row.key)}
    if row.correction is not None:  # of the same fact, by the key that it had then
        replaced.add((row.correction.kind, row.correction.key))

    def corrected(stored: Article) -> Article:
        others = [it for it in stored.corrections if (it.kind, it.key) not in replaced]
        kept = (*others, said) if said is not None else tuple(others)
        return with_terms(msgspec.structs.replace(stored, corrections=kept))

    ahead = corrected(shown)

    def change(stored: Article) -> Article:
        return ahead if stored == shown else corrected(stored)

    return change


def _actor(context: Context) -> str:
    return f"user:{context.request.user_id}"
