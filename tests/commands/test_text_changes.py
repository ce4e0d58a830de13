"""What an edit changed, word by word."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.text_changes import Change, Mark, changes
from storage.models import Article, Revision
from tests.commands.world import NOW, article


def edited(before: dict[str, object], after: dict[str, object]) -> list[Change]:
    """The changes from one text to the other."""
    fields = {"replaced_at": NOW, "fingerprint": "old", "title": "Lũ về"} | before
    old = Revision(**fields)  # type: ignore[arg-type]  # the fields of Revision
    new = article(1, **({"title": "Lũ về", "lead": None, "paragraphs": ()} | after))
    return list(changes(old, new))


def marked(change: Change) -> str:
    """`[-out-]` and `{+in+}` as `git diff --word-diff` writes them."""
    forms = {Mark.KEPT: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return " ".join(forms[piece.mark].format(piece.text) for piece in change.pieces)


def test_title_and_words_are_marked_in_their_places() -> None:
    """A changed passage shows its words before and after, among some that stayed."""
    before = "Sáng nay, 12 hộ dân xã Phước Sơn phải rời nhà vì lũ đang lên nhanh lúc nửa đêm."
    after = "Sáng nay, 21 hộ dân xã Phước Sơn đã rời nhà vì lũ đang lên nhanh lúc nửa đêm."
    found = edited(
        {"title": "Lũ về Phước Sơn", "paragraphs": (before, "Bỏ đi.")},
        {"title": "Lũ rút ở Phước Sơn", "paragraphs": (after,), "captions": ("Cầu Lũ.",)},
    )
    assert [(change.part, marked(change)) for change in found] == [
        ("title", "Lũ [-về-] {+rút ở+} Phước Sơn"),
        (
            "text",
            "Sáng nay, [-12-] {+21+} hộ dân xã Phước Sơn [-phải-] {+đã+} rời nhà vì lũ đang lên …",
        ),
        ("text", "[-Bỏ đi.-]"),
        ("caption", "{+Cầu Lũ.+}"),
    ]


def test_a_rewritten_passage_is_out_and_in_as_a_whole() -> None:
    """Passages with little in common are not mixed word by word."""
    found = edited(
        {"lead": "Hội nghị bàn việc nạo vét kênh mương nội đồng."},
        {"lead": "Đội bóng xã thắng trận chung kết giải thanh niên."},
    )
    assert [change.is_whole for change in found] == [True, True]


def test_breaks_alone_change_passages_but_no_words() -> None:
    """A paragraph that was cut in two shows as shortened and added, nothing twice."""
    found = edited(
        {"paragraphs": ("Một hai ba. Bốn năm sáu.",)},
        {"paragraphs": ("Một hai ba.", "Bốn năm sáu.")},
    )
    assert [marked(change) for change in found] == [
        "Một hai ba. [-Bốn năm sáu.-]",
        "{+Bốn năm sáu.+}",
    ]


texts = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, max_size=12).map(" ".join),
    max_size=6,
).map(tuple)


@given(texts, texts)
def test_what_is_told_leads_from_the_one_text_to_the_other(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """Equal texts have no change, others have; what is out was there, what is in is there now."""
    found = edited({"paragraphs": before}, {"paragraphs": after})
    assert (found == []) == (before == after)
    out = [piece.text for change in found for piece in change.pieces if piece.mark is Mark.REMOVED]
    put = [piece.text for change in found for piece in change.pieces if piece.mark is Mark.ADDED]
    assert all(any(piece in text for text in before) for piece in out)
    assert all(any(piece in text for text in after) for piece in put)


def hostile(seed: int) -> Article:
    """Paragraphs of 40,000 characters of two words."""
    rng = random.Random(seed)
    return article(seed, paragraphs=tuple(" ".join(rng.choices("ab", k=20_000)) for _ in range(30)))


def test_huge_paragraphs_are_not_compared_word_by_word() -> None:
    """Beyond the limits a passage is told as out and in; each piece is short."""
    old, new = hostile(1), hostile(2)
    found = list(
        changes(
            Revision(
                replaced_at=NOW,
                fingerprint="old",
                title=old.title,
                lead=old.lead,
                paragraphs=old.paragraphs,
            ),
            new,
        )
    )
    assert len(found) == 1 + 30
    assert all(len(piece.text) < 2_000 for change in found for piece in change.pieces)
