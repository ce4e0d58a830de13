"""What is asked for next: who asks whom to do what, each task in the article's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bot.facts.article_text import ArticleText, Span
from bot.facts.record import OrganisationNamed, PersonNamed, RequestMade, TimeNamed
from bot.facts.request_according import according_to
from bot.facts.request_announced import announces, instructs
from bot.facts.request_continued import begins_with_task, is_pronoun, lacks_subject, more_tasks
from bot.facts.request_grammar import grammar
from bot.facts.request_lists import (
    OpenList,
    heading,
    list_item,
    list_mark,
    list_opened,
    listed_inline,
)
from bot.facts.request_made import requests_of
from bot.facts.request_parties import Parties
from bot.facts.request_past import days_before_the_event
from bot.facts.request_pieces import by_addressee
from bot.facts.request_sentences import (
    told,
    told_directly,
    told_with_modal,
)
from bot.facts.request_speech import quoted_demand, speaks
from bot.facts.request_tasks import MOST_TASKS

_SPEECH = 700
"""Characters of a paragraph in which the speaker of a sentence that names none is looked for."""
_ASKED_BEFORE = 3
"""Requests whose addressees may be told something more in a sentence of their own."""
_PATIENCE = 2
"""Sentences between the news of instructions and what they tell somebody to do."""
_LETTER_LASTS = 4
"""Lines that tell of something else until a letter is over."""
_SPEECH_LASTS = 4
"""Sentences for which the words of an official go on."""
_CREDIT = re.compile(r"[ \t(\[]*(?:Ảnh|Nguồn|Nguồn ảnh|Ảnh minh họa)(?!\w)[^.]{0,60}\.?[ \t)\]]*$")
"""The caption or credit of a picture within the text."""
_ALSO = re.compile(r"(?:Đồng thời|Trong đó|Bên cạnh đó|Cùng với đó|Ngoài ra|Qua đó|Từ đó)(?!\w)")


def find_requests(
    text: ArticleText,
    people: Iterable[PersonNamed] = (),
    organisations: Iterable[OrganisationNamed] = (),
    times: Iterable[TimeNamed] = (),
) -> tuple[RequestMade, ...]:
    """In the order of the text; sentences that go on listing tasks belong to the one before.

    What was asked for on a day well before the event, as `times` tell, is no request of the
    article.
    """
    reader = _Reader(text, Parties(people, organisations), days_before_the_event(times))
    for line, sentences in _lines(text):
        reader.read(line, sentences)
    return tuple(it for it in reader.found if it.tasks)


class _Reader:
    """What has been read, and what the next sentence may go on with."""

    def __init__(self, text: ArticleText, parties: Parties, past: Sequence[Span]) -> None:
        self._text = text.text
        self._parties = parties
        self._past = past
        self.found: list[RequestMade] = []
        self._goes_on = False
        """The last sentence asked for something."""
        self._listing = False
        """So does the last line, whose list of tasks the next one may go on."""
        self._announced: str | None = None
        """Who has said that tasks follow, in the sentence before or little further before."""
        self._patience = 0
        self._opened: OpenList | None = None
        self._list_asker: str | None = None
        self._letter: str | None = None
        """Who wrote a letter with instructions, paragraphs of which may follow."""
        self._letter_lasts = 0
        """A list of tasks line by line."""
        self._speaker: str | None = None
        """An official whose words may go on."""
        self._speech = 0
        self._talker: str | None = None
        """Who spoke last, official or not, of whom a sentence without a subject goes on."""
        self._before: Span | None = None
        self._asks = False
        """A verb that may ask stands in the sentence that is read."""

    def read(self, line: Span, sentences: list[Span]) -> None:
        """The next line of the article."""
        text = self._text
        self._goes_on = self._listing
        self._before = None
        self._list_asker = self._opened.asker if self._opened is not None else None
        for number, sentence in enumerate(sentences):
            self._asks = grammar().asking.search(text, *sentence) is not None
            if number == 0 and (self._is_item(sentence) or self._is_of_letter(sentence)):
                self._goes_on = True
            else:
                self._sentence(sentence, line[0])
            self._before = sentence
            self._listen(sentence, line[0])
        ends = text[line[1] - 1 : line[1]]
        self._listing = self._goes_on and (ends == ":" or (self._listing and ends in ";.,:"))

    def _is_item(self, sentence: Span) -> bool:
        """Whether the line goes on with the list that is open; else that is over."""
        opened = self._opened
        if opened is None:
            return False
        marked = list_mark(self._text, *sentence) > sentence[0]
        if opened.marked and not marked:
            self._opened = None
            return False
        if whom := heading(self._text, sentence, self._parties):
            self._opened = OpenList(opened.asker, whom)
            return True
        made = list_item(self._text, sentence, self._parties, opened)
        if made is not None:
            self._add_item(made)
            self._opened = opened._replace(marked=marked)
            return True
        if not marked:
            self._opened = None
        return False

    def _is_of_letter(self, sentence: Span) -> bool:
        """Whether the line tells somebody what the letter says that was reported before."""
        if self._letter is None:
            return False
        made = told_directly(self._text, sentence, self._parties, self._letter)
        if made is not None and made.asked != self._letter:
            self._letter_lasts = _LETTER_LASTS
            self._add(made)
            return True
        self._letter_lasts -= 1
        if self._letter_lasts == 0:
            self._letter = None
        return False

    def _add_item(self, made: RequestMade) -> None:
        last = self.found[-1] if self.found else None
        if last and (last.asker, last.asked) == (made.asker, made.asked) and last.tasks:
            tasks = (*last.tasks, *made.tasks)[:MOST_TASKS]
            self.found[-1] = _with(last, tasks=tasks, end=max(last.end, tasks[-1][1]))
        else:
            self._add(made)

    def _add(self, *made: RequestMade) -> None:
        for it in made:
            self.found += by_addressee(self._text, it, self._parties)

    def _sentence(self, sentence: Span, paragraph: int) -> None:
        text, parties, goes_on = self._text, self._parties, self._goes_on
        found, announced = self.found, self._announced
        start, end = sentence
        made = self._made(sentence, paragraph)
        known = [it.asked for it in found[-_ASKED_BEFORE:]]
        ordered = told_directly(text, sentence, parties, asked_before=known)
        if ordered and goes_on and _is_asker(ordered.asked, found[-1].asker, parties):
            ordered = None  # "Thường trực HĐND tỉnh chỉ đạo tiếp tục …": it asks again
        if ordered and (goes_on or (announced and not (made and made[0].asked))):
            self._add(_with(ordered, asker=found[-1].asker if goes_on else announced))
        elif made:
            last = found[-1].asker if goes_on and found else None
            if not goes_on and self._before and _ALSO.match(text, start):
                last = parties.first_subject(text, *self._before)
            if last is None and lacks_subject(text, sentence, made[0]):
                last = self._list_asker or self._talker
            self._add(*_asked_by(made, last))
        elif (goes_on or announced) and _CREDIT.match(text, start, end):
            return
        elif goes_on and found and (more := more_tasks(text, start, end)):
            tasks = (*found[-1].tasks, *more)[:MOST_TASKS]
            found[-1] = _with(found[-1], tasks=tasks, end=max(found[-1].end, tasks[-1][1]))
        elif (goes_on or announced) and (
            more_asked := told(text, sentence, parties, announced or found[-1].asker)
        ):
            self._add(more_asked)
        elif self._speaker and (
            said := told_with_modal(text, sentence, parties, self._speaker, known)
        ):
            self._add(said)
        elif quoted := quoted_demand(text, sentence, parties):
            self._add(quoted)
        else:
            self._goes_on = False
            return
        self._goes_on = True

    def _made(self, sentence: Span, paragraph: int) -> list[RequestMade]:
        """What the sentence asks for by itself."""
        text, parties = self._text, self._parties
        if self._goes_on and begins_with_task(text, sentence):
            return []
        by = None
        if self._asks:
            if made := requests_of(text, sentence, paragraph, parties, self._past):
                return made
            by = listed_inline(text, sentence, paragraph, parties)
        if by is None and not self._goes_on:
            by = according_to(text, sentence, parties)
        return [by] if by else []

    def _announcer(self, sentence: Span, paragraph: int) -> str | None:
        """Who says in the sentence that tasks follow."""
        text, parties = self._text, self._parties
        if instructed := instructs(text, sentence, parties):
            self._letter, self._letter_lasts = instructed, _LETTER_LASTS
            return instructed
        verb = announces(text, sentence) if self._asks else None
        if verb is None:
            return None
        return parties.asker(text, sentence[0], verb[0], max(paragraph, sentence[0] - _SPEECH))

    def _listen(self, sentence: Span, paragraph: int) -> None:
        """Who announces tasks, opens a list or goes on speaking in the sentence just read."""
        text, parties = self._text, self._parties
        if told_now := self._announcer(sentence, paragraph):
            self._announced, self._patience = told_now, _PATIENCE
        elif self._goes_on or self._patience == 0:
            self._announced = None
        else:
            self._patience -= 1
        since = max(paragraph, sentence[0] - _SPEECH)
        if opened := list_opened(text, sentence, since, parties):
            last = self.found[-1] if self._goes_on and self.found else None
            self._opened = OpenList(last.asker, last.asked) if last else opened
        somebody, official = speaks(text, sentence, since, parties)
        if somebody and not is_pronoun(somebody):
            if self._announced not in {None, somebody}:
                self._announced = None
            self._talker, self._speech = somebody, _SPEECH_LASTS
            self._speaker = somebody if official else None
        elif self._speech == 0:
            self._speaker = self._talker = None
        else:
            self._speech -= 1


def _asked_by(made: list[RequestMade], asker: str | None) -> list[RequestMade]:
    """Requests whose first names nobody who asks, or `ông` alone, are those of `asker`."""
    first = made[0].asker
    if asker is None or (first is not None and not is_pronoun(first)):
        return made
    return [_with(it, asker=asker if it.asker == first else it.asker) for it in made]


def _is_asker(asked: str | None, asker: str | None, parties: Parties) -> bool:
    return asked is not None and asker in {asked, parties.by_post(asked)}


def _lines(text: ArticleText) -> Iterator[tuple[Span, list[Span]]]:
    """Lines behind the title with their sentences."""
    sentences = iter(text.sentences)
    sentence = next(sentences, None)
    for number, line in enumerate(text.lines):
        inside: list[Span] = []
        while sentence is not None and sentence[1] <= line[1]:
            inside.append(sentence)
            sentence = next(sentences, None)
        if number and inside:
            yield line, inside


def _with(request: RequestMade, **changes: object) -> RequestMade:
    return msgspec.structs.replace(request, **changes)
