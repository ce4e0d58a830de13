"""What every backend promises of reviews and of digests that are withheld for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from storage.base import Store
from storage.export import export_json
from storage.models import DeliveryStatus, Digest, DroppedStory, Edition, EditorNote, Part, Review
from storage.open import open_store
from tests.storage.records import NOW, frozen, subscriber


def withheld(store: Store, chat_id: int = -5) -> tuple[Digest, Edition, Review]:
    """A withheld digest of that chat and its review, both kept."""
    who = subscriber(chat_id, chat_type="group")
    store.update_subscriber(who.id, lambda _: who)
    digest, edition, _ = frozen(who)
    digest = replace(digest, withheld=True)
    review = Review(
        id=digest.id,
        mark="0123456789",
        subscriber=who,
        due=NOW,
        created_at=NOW,
        deadline=NOW + timedelta(hours=12),
        reviewers=(7, 8),
    )
    store.update_review(review.id, lambda _: review)
    assert store.freeze_digests([(digest, edition, ())]) == [True]
    return digest, edition, review


def test_a_review_is_kept_whole(store: Store, open_again: Callable[[], Store]) -> None:
    """Every field comes back after a restart; a change sees the record as it is; None deletes."""
    _, edition, review = withheld(store)
    rich = replace(
        review,
        status="held",
        version=3,
        dropped=(DroppedStory(articles=("a", "b"), title="Tin bỏ"),),
        notes=(EditorNote(by=7, text="Lời của người duyệt"),),
        draft=edition,
        decided_by="user:7",
        decided_at=NOW,
        tellings=tuple(frozen(subscriber(7))[2]),
    )
    assert store.update_review(review.id, lambda it: rich if it == review else it) == rich
    again = open_again()
    assert again.get_review(review.id) == rich
    assert again.list_reviews() == [rich]
    assert again.update_review(review.id, lambda _: None) is None
    assert again.list_reviews() == []
    with pytest.raises(ValueError, match="gave a record of"):
        again.update_review("2023-W39/1", lambda _: rich)


def test_a_withheld_digest_goes_out_once(store: Store, open_again: Callable[[], Store]) -> None:
    """Released it has the new text and rows; released again, rows that were sent stay sent."""
    digest, _, _ = withheld(store)
    assert store.claim_deliveries(NOW, limit=9) == []
    text = Edition(id="duyet", parts=(Part(html="1", plain="1"), Part(html="2", plain="2")))
    final = replace(digest, edition=text.id, withheld=False)
    rows = [replace(row, edition=text.id) for row in frozen(subscriber(-5))[2]]
    store.release_digest(final, text, rows[:1])
    (claimed,) = store.claim_deliveries(NOW, limit=9)
    store.settle_deliveries([replace(claimed, status=DeliveryStatus.SENT)])
    store.release_digest(final, text, rows)
    again = open_again()
    assert again.get_digest(digest.id) == final
    assert again.get_edition(digest.week, "duyet") == text
    assert [row.status for row in again.list_deliveries()] == ["sent", "pending"]
    assert [row.part for row in again.claim_deliveries(NOW, limit=9)] == [1]


def test_what_was_never_frozen_is_not_released(store: Store) -> None:
    """Without its digest nothing is kept."""
    digest, edition, rows = frozen(subscriber(-5))
    store.release_digest(digest, edition, rows)
    assert store.get_digest(digest.id) is None
    assert store.list_deliveries() == []


def test_a_review_follows_its_chat(store: Store) -> None:
    """Its subscriber has the new id, its own stays; forgetting the chat takes it along."""
    digest, _, _ = withheld(store)
    store.migrate_chat(-5, -1005)
    (moved,) = store.list_reviews()
    assert (moved.id, moved.subscriber.id) == (digest.id, "-1005")
    assert moved.subscriber.chat_id == -1005
    assert moved.subscriber.chat_type == "supergroup"
    assert store.forget_chat(-1005) >= 3
    assert store.list_reviews() == []


def test_reviews_are_exported(store: Store, tmp_path: Path) -> None:
    """`diemtin export` writes them beside what they belong to."""
    _, _, review = withheld(store)
    export_json(store, tmp_path / "out")
    assert review.mark in (tmp_path / "out" / "state.json").read_text(encoding="utf-8")


def test_older_data_has_no_reviews(tmp_path: Path) -> None:
    """A digest and preferences stored before there were any read as not withheld."""
    store = open_store(str(tmp_path))
    who = subscriber(-5)
    store.update_subscriber(who.id, lambda _: who)
    store.freeze_digests([frozen(who)])
    store.close()
    again = open_store(str(tmp_path))
    (digest,) = again.list_digests(who.id, limit=1)
    assert not digest.withheld
    assert "withheld" not in (tmp_path / "digests" / "2023-W39.json").read_text(encoding="utf-8")
    again.close()
