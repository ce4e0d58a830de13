"""From a subscription list to sources."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.identity import canonical_url
from bot.ingest.list_import import SPREAD, first_polls, plan_import
from bot.sources.catalog import MAX_ID
from bot.sources.opml import Outline, read_opml
from storage.models import Source

NOW = datetime(2023, 9, 27, 3, 0, tzinfo=UTC)
HAVE = Source(
    id="bao-song-lam", name="Báo Sông Lam", kind="feed", url="https://songlam.example/rss"
)


def _outline(url: str = "https://a.example/rss", title: str = "A", **own: str) -> Outline:
    return Outline(url=url, title=title, own=own)


def test_a_foreign_feed_is_added_and_followed() -> None:
    """Title, address and the province of its folder are taken; it is on."""
    outline = Outline(
        url="https://a.example/rss", title="Báo Sông Hậu – Thời sự", folders=("Tin", "Cần Thơ")
    )
    plan = plan_import([outline], [])
    assert plan.added == [
        Source(
            id="bao-song-hau-thoi-su",
            name="Báo Sông Hậu – Thời sự",
            kind="feed",
            url="https://a.example/rss",
            province="Cần Thơ",
        )
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://songlam.example/rss",
        "http://www.songlam.example/rss/",
        "https://songlam.example:443/rss?utm_source=x#top",
    ],
)
def test_what_is_known_already_is_not_added(url: str) -> None:
    """By its canonical address, whatever the list calls it; not twice within the list either."""
    plan = plan_import([_outline(url, "Khác")], [HAVE])
    assert (plan.added, plan.known) == ([], [("Khác", "bao-song-lam")])
    twice = plan_import([_outline(url, "Một"), _outline("https://songlam.example/rss", "Hai")], [])
    assert [it.name for it in twice.added] == ["Một"]
    assert twice.known == [("Hai", twice.added[0].id)]


def test_a_real_source_keeps_its_id_and_facts() -> None:
    """A feed of the catalogue comes in as the catalogue knows it, so that articles agree."""
    plan = plan_import([_outline("http://baohatinh.vn/rss/home.rss", "HT")], [])
    (added,) = plan.added
    assert (added.id, added.name, added.province) == ("bao-ha-tinh", "Báo Hà Tĩnh", "Hà Tĩnh")
    assert added.enabled


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        (_outline("ftp://a.example/rss"), "ftp"),
        (_outline("not a url"), "url"),
        (_outline("https://u:geheim@a.example/"), "password"),
        (_outline("http://127.0.0.1/rss"), "private network"),
        (_outline("http://0x7f.1/rss"), "private network"),
        (_outline("http://[::1]/rss"), "private network"),
        (_outline("http://localhost/rss"), "private network"),
        (_outline(kind="folder"), "folder"),
        (_outline(kind="inbox"), "inbox"),
        (_outline(kind="king"), "kind"),
        (_outline(level="king"), "level"),
        (_outline(poll_minutes="0"), "poll_minutes"),
        (_outline(poll_minutes="often"), "often"),
        (_outline(links="//a"), "links"),
    ],
)
def test_what_is_refused_is_told_with_its_reason(outline: Outline, reason: str) -> None:
    """A wrong address or value is refused; what stands beside it in the list is added."""
    plan = plan_import([outline, _outline("https://b.example/", "B")], [])
    assert [it.name for it in plan.added] == ["B"]
    (failure,) = plan.refused
    assert failure.name == "A"
    assert reason in failure.reason
    assert "geheim" not in failure.reason


def test_private_addresses_are_let_in_where_the_operator_allows_them() -> None:
    """As for every other way in."""
    plan = plan_import([_outline("http://127.0.0.1/rss")], [], private_networks=True)
    assert len(plan.added) == 1


def test_what_only_an_operator_may_say_is_not_taken() -> None:
    """Permissions and paths in a list mean nothing here, in our own namespace neither."""
    outlines = read_opml(
        b'<opml version="2.0" xmlns:d="urn:diemtin:opml"><body><outline text="A" d:robots="false"'
        b' d:ca_bundle="/etc/passwd" d:path="/etc" d:level="press" xmlUrl="http://a.example/"/>'
        b"</body></opml>"
    )
    (added,) = plan_import(outlines, []).added
    assert added == Source(id="a", name="A", kind="feed", url="http://a.example/", level="press")


def test_on_and_off() -> None:
    """The list's word counts, unless whoever imports overrules it."""
    outlines = [_outline("https://a.example/"), _outline("https://b.example/", enabled="false")]
    assert [it.enabled for it in plan_import(outlines, []).added] == [True, False]
    assert [it.enabled for it in plan_import(outlines, [], enabled=False).added] == [False, False]


def test_ids_are_kept_unless_they_are_taken() -> None:
    """An id of ours is kept; where it is used for another address a number is added."""
    plan = plan_import([_outline(id="x-1", title="Bản tin")], [HAVE])
    assert plan.added[0].id == "x-1"
    other = "https://khac.example/rss"
    taken = plan_import([_outline(other, id="bao-song-lam")], [HAVE])
    assert taken.added[0].id == "bao-song-lam-2"
    known = plan_import([_outline(other, id="bao-ha-tinh")], [])
    assert known.added[0].id == "bao-ha-tinh-2"
    wrong = plan_import([_outline(other, "Bản tin", id="Á b")], [])
    assert wrong.added[0].id == "ban-tin"


def test_names_that_make_no_id() -> None:
    """Titles in other scripts, or none, take the host's."""
    plan = plan_import(
        [_outline("https://tin.example/", "新聞"), _outline("https://b.example/", "")], []
    )
    assert [it.id for it in plan.added] == ["tin-example", "b-example"]
    assert [it.name for it in plan.added] == ["新聞", "b.example"]


_OUTLINES = st.builds(
    Outline,
    url=st.sampled_from(["https://a.example/rss", "x", "http://[", "//b", "http://10.0.0.1/"])
    | st.integers(0, 30).map(lambda n: f"https://a.example/{n}"),
    title=st.text(max_size=60),
    own=st.dictionaries(
        st.sampled_from(["id", "name", "kind", "level", "enabled", "full_text", "poll_minutes"]),
        st.text(max_size=50) | st.sampled_from(["true", "false", "feed", "a-1", "press", "30"]),
        max_size=3,
    ),
)


@given(st.lists(_OUTLINES, max_size=12))
def test_every_outline_is_accounted_for(outlines: list[Outline]) -> None:
    """Nothing is lost or doubled; every id and address that comes out is unique and right."""
    plan = plan_import(outlines, [HAVE])
    assert len(plan.added) + len(plan.known) + len(plan.refused) == len(outlines)
    ids = [it.id for it in plan.added]
    assert len({*ids, HAVE.id}) == len(ids) + 1
    assert all(len(each) <= MAX_ID for each in ids)
    assert len({canonical_url(it.url or "") for it in plan.added}) == len(ids)


def test_first_polls_are_spread() -> None:
    """The first is due at once, the last within the hour, none together with another."""
    sources = plan_import([_outline(f"https://a.example/{n}") for n in range(500)], []).added
    due = [state.next_poll_at for state in first_polls(sources, NOW)]
    assert due[0] == NOW
    assert len(set(due)) == len(sources)
    assert NOW + SPREAD - timedelta(seconds=8) < max(it for it in due if it) < NOW + SPREAD
    assert first_polls([], NOW) == []
