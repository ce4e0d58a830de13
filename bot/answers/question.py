"""What a plain question asks for: its kind, where the answer would stand in it, and its words.

Vietnamese leaves the question word where the answer belongs ("Ai chủ trì …", "… diễn ra khi nào"),
so the words before and after it are also those around the answer. Tables: `question.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.noun_sorts import sort_of
from bot.answers.question_reading import (
    KINDS,
    Kind,
    phrases,
    places,
    read_keys,
    without_fillers,
)
from bot.answers.words import (
    Word,
    folded_function_words,
    function_words,
    loose_function_words,
    read_words,
)
from storage.text import exact_key, nfc

__all__ = ["KINDS", "Kind", "Question", "is_function", "read_question"]

MAX_CHARACTERS = 400
"""Longer questions are cut here."""
_ACCENTED = 0.3
"""From this share of accented words on, a question was typed with diacritics; texts have .7."""


_TECHNOLOGY = "AI"
"""Artificial intelligence is nobody."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    Attributes:
        text: without what is only said around it.
        kind: what it asks for; `"other"` where nothing tells.
        words: all words of `text`.
        accented: typed with diacritics: words are then compared by their exact keys.
        slot: where in `words` the answer would stand: the question word with its noun.
        focus: the noun that the question word belongs to ("năm" of "năm nào", "đảng viên" of
            "bao nhiêu đảng viên"), as words; empty where there is none.
        verb: key of the verb of speech of a `"said"` question, else None.
        sort: `"named"` or `"common"` where a noun tells which of them answers, else `""`.
    """

    text: str
    kind: Kind
    words: tuple[Word, ...]
    accented: bool
    slot: tuple[int, int]
    focus: tuple[Word, ...] = ()
    verb: str | None = None
    sort: str = ""

    def key(self, word: Word) -> str:
        """How `word` of any text is compared with this question."""
        return word.exact if self.accented else word.folded

    @property
    def content(self) -> list[Word]:
        """The words that an article must have: neither the question word nor function words."""
        keys = [self.key(word) for word in self.words]
        light = _light(keys, self.accented, speech=self.kind == "said")
        return [
            word
            for at, word in enumerate(self.words)
            if not is_function(word, self.accented)
            and at not in light
            and (not self.slot[0] <= at < self.slot[1] or word in self.focus)
        ]

    @property
    def core(self) -> frozenset[str]:
        """Keys of the content words next to the question word: what is done, mostly."""
        start, end = self.slot

        def content(words: Sequence[Word]) -> list[str]:
            return [self.key(it) for it in words if not is_function(it, self.accented)]

        return frozenset([*content(self.words[:start])[-2:], *content(self.words[end:])[:2]])

    @property
    def asks_hour(self) -> bool:
        """Whether an hour is asked for: "mấy giờ", "giờ nào"; "bao giờ" asks for any time."""
        asking = [word.folded for word in self.words[slice(*self.slot)]]
        return "gio" in asking and "bao" not in asking

    @property
    def topic(self) -> str:
        """What is asked about, as words to search: the question without its question word."""
        at = self.words[0].start if self.words else 0
        return " ".join(self.text[word.start - at : word.end - at] for word in self.content)


def is_function(word: Word, accented: bool) -> bool:
    """Whether the word names nothing by itself."""
    if accented:
        return word.exact in function_words()
    return word.folded in folded_function_words()


def may_be_function(word: Word, accented: bool) -> bool:
    """The same, where without diacritics any doubt is taken for a function word ("bị", "hết")."""
    return word.exact in function_words() if accented else word.folded in loose_function_words()


def read_question(text: str) -> Question:
    """The question that `text` asks; anything is one, at worst of kind `"other"`."""
    text = nfc(text[:MAX_CHARACTERS])
    words = read_words(text)
    marked = sum(exact_key(word.folded) != word.exact for word in words)
    accented = marked >= _ACCENTED * max(len(words), 1)
    keys = [
        ""
        if text[word.start : word.end] == _TECHNOLOGY
        else word.exact
        if accented
        else word.folded
        for word in words
    ]
    first, last = without_fillers(keys, accented)
    words, keys = words[first:last], keys[first:last]
    reading = read_keys(keys, accented)
    start, end = words[0].start if words else 0, words[-1].end if words else 0
    return Question(
        text=text[start:end],
        kind=reading.kind,
        words=tuple(words),
        accented=accented,
        slot=reading.slot,
        focus=tuple(words[reading.focus[0] : reading.focus[1]]),
        verb=reading.verb,
        sort=sort_of(keys, accented, reading),
    )


def _light(keys: Sequence[str], accented: bool, *, speech: bool) -> set[int]:
    """Places of words that are said of everything; with `speech` its verbs: there are many."""
    said = phrases(accented, "light", "phrases")
    if speech:
        said += phrases(accented, "speech", "say") + phrases(accented, "speech", "ask")
    return {
        at + number
        for phrase in said
        for at in places(keys, phrase)
        for number in range(len(phrase))
    }
