"""The catalogue of real sources that is shipped."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from bot.ingest.identity import canonical_url
from bot.language.provinces import all_provinces, province_name
from bot.sources.catalog import MAX_ID, check_source
from bot.sources.known import KINDS, LEVELS, Wish, find_known, known_source, known_sources
from storage.models import Source

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "sources" / "catalogue.json"

DEAD = re.compile(
    r"https://hanoimoi\.vn/rss/kinh-te\.rss|https://baotintuc\.vn/rss/kinh-te\.rss"
    r"|https://www\.qdnd\.vn/rss/?|https?://(?:www\.)?(?:vietnamnet|laodong|baodautu)\.vn/rss/.*"
    r"|https?://(?:www\.)?cand\.com\.vn.*"
)


def test_every_source_is_right_and_off() -> None:
    """Each passes the same checks as an operator's stanza; none is asked by itself."""
    assert len(known_sources()) > 500
    for source in known_sources():
        assert check_source(msgspec.to_builtins(source), where=source.id) == source
        assert not source.enabled
        assert source.kind in KINDS
        assert source.level in LEVELS
        assert source.url is not None
        assert len(f"nguon bat {source.id} dongy".encode()) <= 64


def test_ids_and_addresses_are_unique() -> None:
    """One id and one address each, the address as articles and lists are compared by."""
    ids = [source.id for source in known_sources()]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= MAX_ID
    addresses = [canonical_url(source.url or "") for source in known_sources()]
    assert len(set(addresses)) == len(addresses)
    assert all(known_source(source.id) is source for source in known_sources())
    assert known_source("no-such") is None


def test_names_are_spelled_in_nfc_and_in_full() -> None:
    """Composed letters, no double spaces; provinces by the names of the table."""
    raw = files("bot.sources").joinpath("known.toml").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    for source in known_sources():
        for text in (source.name, source.section):
            assert text is None or text == " ".join(text.split())
        assert source.section != ""
        if source.province is not None:
            assert province_name(source.province) == source.province


def test_ids_that_were_shipped_before_are_still_there() -> None:
    """Articles remember their source by its id."""
    for source_id, url in {
        "bao-quang-ninh-chinh-tri": "https://baoquangninh.vn/rss/news/chinh-tri.rss",
        "bao-quang-ninh-xay-dung-dang": "https://baoquangninh.vn/rss/news/xay-dung-dang.rss",
        "bao-lam-dong-thoi-su": "https://baolamdong.vn/rss/thoi-su",
        "bao-nghe-an-thoi-su": "https://baonghean.vn/rss/thoi-su",
        "bao-thanh-hoa-thoi-su": "https://baothanhhoa.vn/rss/thoi-su.xml",
        "bao-ha-tinh": "https://baohatinh.vn/rss/home.rss",
        "bao-hai-phong": "https://baohaiphong.vn/rss/tin-moi-nhat.rss",
        "ha-noi-moi-xa-hoi": "https://hanoimoi.vn/rss/xa-hoi",
        "sai-gon-giai-phong": "https://www.sggp.org.vn/rss/home.rss",
        "cong-an-quang-ninh": "https://conganquangninh.gov.vn/rss/",
        "nhan-dan-chinh-tri": "https://nhandan.vn/rss/chinhtri-1171.rss",
        "nhan-dan-xay-dung-dang": "https://nhandan.vn/rss/xay-dung-dang-1179.rss",
        "bao-chinh-phu": "https://baochinhphu.vn/home.rss",
        "xay-dung-chinh-sach": "https://xaydungchinhsach.chinhphu.vn/rss",
    }.items():
        source = known_source(source_id)
        assert source is not None, source_id
        assert source.url == url


def test_levels_are_what_the_hosts_say() -> None:
    """Sites of the administration are no press, and papers are no administration."""
    for source in known_sources():
        host = (source.url or "").split("/")[2]
        if host.endswith((".gov.vn", "chinhphu.vn")) and host != "vtv.gov.vn":
            assert source.level == "government", source.id
        elif re.search(r"dangcongsan|tuyengiao|tapchicongsan|xaydungdang|tinhuy", host):
            assert source.level == "party", source.id
        elif source.level == "press":
            assert not host.endswith(".gov.vn") or host == "vtv.gov.vn"


def test_what_is_known_to_be_dead_is_not_offered() -> None:
    """Feeds that did not answer as feeds when somebody last tried are left out."""
    assert [source.id for source in known_sources() if DEAD.fullmatch(source.url or "")] == []
    trusted = find_known(Wish(words="baoquangtri.vn"))
    assert {source.kind for source in trusted} == {"listing"}


def test_everything_trustworthy_of_the_data_is_shipped() -> None:
    """All of the data with high or medium confidence is there, except pages that list feeds."""
    if not DATA.exists():
        pytest.skip("the development data is not here")
    data = json.loads(DATA.read_text("utf-8"))
    shipped = {source.url: source for source in known_sources()}
    wanted = {
        each["url"]: each
        for each in data["sources"]
        if each["confidence"] in ("high", "medium") and not DEAD.fullmatch(each["url"])
    }
    assert set(shipped) <= set(wanted)
    left_out = set(wanted) - set(shipped)
    assert all(re.fullmatch(r"https://[a-z]+\.vn/rss", url) for url in left_out)
    assert len(left_out) <= 3
    for url, source in shipped.items():
        stated = wanted[url]
        assert source.kind == stated["kind"]
        if source.province != stated.get("province_old"):
            # sections of merged papers about the province that they once covered
            assert source.section is not None
            assert stated.get("province_now") in {
                it.name for it in all_provinces() if source.province in it.former
            }


def _ids(wish: Wish) -> set[str]:
    return {source.id for source in find_known(wish)}


def test_provinces_find_old_and_new() -> None:
    """A former name finds its own sources and those of the merged province, and no neighbours."""
    former = _ids(Wish(province="binh duong"))
    assert {"bao-binh-duong-kinh-te", "sai-gon-giai-phong"} <= former
    present = _ids(Wish(province="TP.HCM"))
    assert former == present
    assert "bao-quang-tri-dat-va-nguoi-quang-binh" in _ids(Wish(province="Quảng Bình"))
    assert "bao-binh-dinh" in _ids(Wish(province="Gia Lai"))
    assert "bao-gia-lai-kinh-te" in _ids(Wish(province="Bình Định"))
    assert "dong-khoi-thoi-su" not in _ids(Wish(province="Trà Vinh"))
    assert "bao-vinh-long" in _ids(Wish(province="Trà Vinh"))
    assert _ids(Wish(province="Praha")) == set()


def test_what_is_closest_to_a_former_province_comes_first() -> None:
    """Asked by a former name, its own paper stands before that of the merged province."""
    assert find_known(Wish(province="Bình Dương"))[0].id.startswith("bao-binh-duong")


def test_levels_kinds_and_words() -> None:
    """Each thing narrows; words need no diacritics and may stand anywhere."""
    assert {it.level for it in find_known(Wish(level="party"))} == {"party"}
    assert {it.kind for it in find_known(Wish(kind="listing", province="Hà Nội"))} == {"listing"}
    assert _ids(Wish(words="nhan dan xay dung dang")) == {"nhan-dan-xay-dung-dang"}
    assert "bao-ha-tinh-kinh-te" in _ids(Wish(words="Hà Tĩnh kinh"))
    assert _ids(Wish(words="baohatinh")) >= {"bao-ha-tinh"}
    assert _ids(Wish(words="chẳng có gì")) == set()


def test_other_sources_can_be_searched_the_same_way() -> None:
    """The sources that a bot has answer the same wishes."""
    own = Source(id="x", name="Báo X", kind="feed", url="https://x.example/", province="tp hcm")
    assert find_known(Wish(province="Bình Dương"), [own]) == [own]
    assert find_known(Wish(province="Hà Nội"), [own]) == []
