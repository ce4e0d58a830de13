"""What a span is told by: the type asked for, the question's noun, what stands near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import answer_question
from bot.answers.answer_type import answer_type, asks_for_several, head
from bot.answers.context_features import sentence_context, span_context
from bot.answers.passages import best_passages, read_article
from bot.answers.question import read_question
from bot.answers.span_features import span_features
from bot.answers.spans import FAR, Sentence, candidates, look_at
from bot.answers.words import read_words
from storage.open import open_store
from tests.answers.articles import TODAY, report


def look(text: str, question: str) -> Sentence:
    """The best sentence of an undated text as the question sees it."""
    article = report("banlang001", "Bản Nà Vẹn", text, published=None)
    asked = read_question(question)
    read = read_article(article, 0)
    return look_at(asked, best_passages(asked, [read], limit=1)[0])


def names(features: object) -> set[str]:
    """Of the features that say anything."""
    return {name for name, value in features if value}  # type: ignore[attr-defined]  # of pairs


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ai dựng bản Nà Vẹn?", "name"),
        ("Bản Nà Vẹn nằm ở đâu?", "name"),
        ("Đội bóng nào của Nà Vẹn thắng?", "name"),
        ("Bản Nà Vẹn có bao nhiêu hộ?", "number"),
        ("Bản Nà Vẹn được lập năm nào?", "time"),
        ("Ở Nà Vẹn có loại cây nào?", "phrase"),
        ("Người Nà Vẹn làm gì vào mùa khô?", "phrase"),
        ("Tại sao người Nà Vẹn bỏ bản cũ?", "phrase"),
    ],
)
def test_the_question_word_tells_the_type_of_what_answers(question: str, expected: str) -> None:
    """Kinds of question that have one type of answer share it."""
    assert answer_type(read_question(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Con suối của Nà Vẹn là gì?", "suối"),
        ("Tên của suối ở Nà Vẹn là gì?", "suối"),
        ("Ở Nà Vẹn có loại cây nào?", "loại cây"),
        ("Ai dựng bản Nà Vẹn?", ""),
    ],
)
def test_the_noun_asked_about_is_told(question: str, expected: str) -> None:
    """What stands before "là gì", without "tên của"; with "nào" the noun before it."""
    asked = read_question(question)
    assert head(asked) == [asked.key(word) for word in read_words(expected)]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Những bản nào nằm ven suối Sa?", True),
        ("Nà Vẹn có hai nghề nào?", True),
        ("Bản nào nằm ven suối Sa?", False),
    ],
)
def test_the_plural_asks_for_several(question: str, several: bool) -> None:
    """ "Những", "các" or a number before the noun."""
    assert asks_for_several(read_question(question)) is several


def test_a_name_may_begin_with_a_syllable_that_is_a_function_word() -> None:
    """ "Nay Sơn" is a village, though "nay" alone names nothing."""
    sentence = look("Bản Nà Vẹn giáp thôn Nay Sơn về phía bắc.", "Nà Vẹn giáp thôn nào?")
    words = [word.exact for word in sentence.words]
    at = next(n for n, word in enumerate(sentence.words) if word.folded == "nay")
    assert sentence.classes[at] == ""
    assert (at, at + 2) in set(candidates(sentence)), words


def test_a_list_speaks_for_itself_where_several_are_asked_for() -> None:
    """The feature tells both sides."""
    text = "Người Nà Vẹn làm nghề dệt vải, đan lát và nấu rượu."
    many, one = (
        look(text, "Người Nà Vẹn làm những nghề nào?"),
        look(text, "Người Nà Vẹn làm nghề nào?"),
    )
    end = len(many.words)
    start = next(n for n, word in enumerate(many.words) if word.folded == "det")
    assert "several True list True" in names(span_context(many, start, end, "phrase"))
    assert "several False list True" in names(span_context(one, start, end, "phrase"))
    assert "several True list False" in names(span_context(many, start, start + 2, "phrase"))


def test_what_stands_in_quotation_marks_is_told() -> None:
    """The marks on both sides count, not one."""
    sentence = look('Người Nà Vẹn gọi suối ấy là "nậm vẹn" từ xưa.', "Người Nà Vẹn gọi suối là gì?")
    start = next(n for n, gap in enumerate(sentence.gaps) if gap == '"')
    assert "quoted" in names(span_features(sentence, start, start + 2))
    assert "quoted" not in names(span_features(sentence, start, start + 1))


def test_the_sentence_is_told_by_names_and_numbers_of_the_question() -> None:
    """Each as the share that it has."""
    sentence = look("Năm 1902, Nà Vẹn có 40 nóc nhà.", "Năm 1902 ở Nà Vẹn và Sa Lung có mấy nhà?")
    found = dict(sentence_context(sentence))
    assert found["sentence numbers"] == 1.0
    assert found["sentence capitals"] == pytest.approx(0.5)


@given(st.lists(st.sampled_from(["nương", "suối", "bản", "khói", "đồi"]), min_size=1, max_size=30))
def test_words_apart_are_counted_to_the_nearest_word_of_the_question(words: list[str]) -> None:
    """As by looking at every place, on either side."""
    sentence = look(f"Vẹn {' '.join(words)}.", "Bản Vẹn có suối nào?")
    count = len(sentence.words)
    for at in range(count + 1):
        before = [at - 1 - n for n in range(at) if sentence.weight[n]]
        after = [n - at for n in range(at, count) if sentence.weight[n]]
        assert sentence.apart[0][at] == min([*before, FAR])
        assert sentence.apart[1][at] == min([*after, FAR])


@pytest.mark.parametrize("question", ["Lò Thị Mẩy gặp ai?", "Ai gặp Lò Thị Mẩy ở bến Sa?"])
def test_a_text_that_explains_never_answers_with_the_person_asked_about(question: str) -> None:
    """Another span of it answers, or nothing."""
    store = open_store("memory:")
    store.put_articles(
        [
            report(
                "banlang001",
                "Lò Thị Mẩy",
                "Lò Thị Mẩy là nghệ nhân dệt của vùng Nà Vẹn xưa. Lò Thị Mẩy gặp Giàng A Vừ ở bến "
                "Sa rồi cùng dựng khung dệt.",
                published=None,
            )
        ]
    )
    found = answer_question(store, question, today=TODAY).found
    assert all(it.text != "Lò Thị Mẩy" for it in found)
    assert any("Giàng A Vừ" in it.text for it in found)
