"""The records that the product keeps: frozen values, converted to and from plain JSON.

Every instant is timezone-aware and stored in UTC; None always means "not stated" or "not yet",
never "unknown error". Records are replaced whole, never mutated, so that a reader can keep one
across threads without a lock. Each subject has a module of its own; this is the door to them all.
"""

from __future__ import annotations

from storage.article_records import Article, Correction, FactKind, Identity, Revision
from storage.bookkeeping_records import AuditEntry, StoreProblem
from storage.delivery_records import Delivery, DeliveryStatus
from storage.digest_records import Button, Digest, Edition, Part, StoryTold, TopicTold
from storage.follow_records import Follow
from storage.frozen_record import Instant, Precision, Record
from storage.review_records import DroppedStory, EditorNote, Review
from storage.search_records import HitCounts, SearchHit, SearchQuery, SearchResult
from storage.source_records import Reading, Source, SourceHealth, SourceState
from storage.subscriber_records import Preferences, Subscriber, Vote

__all__ = [
    "Article",
    "AuditEntry",
    "Button",
    "Correction",
    "Delivery",
    "DeliveryStatus",
    "Digest",
    "DroppedStory",
    "Edition",
    "EditorNote",
    "FactKind",
    "Follow",
    "HitCounts",
    "Identity",
    "Instant",
    "Part",
    "Precision",
    "Preferences",
    "Reading",
    "Record",
    "Review",
    "Revision",
    "SearchHit",
    "SearchQuery",
    "SearchResult",
    "Source",
    "SourceHealth",
    "SourceState",
    "StoreProblem",
    "StoryTold",
    "Subscriber",
    "TopicTold",
    "Vote",
]
