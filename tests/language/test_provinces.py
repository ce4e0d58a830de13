"""Provinces by their names before and after the merger of 1 July 2025."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.provinces import (
    accepted_names,
    all_provinces,
    concerns,
    province,
    province_name,
)
from storage.text import fold, nfc

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "sources" / "catalogue.json"

BEFORE = """
An Giang, Bà Rịa – Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định,
Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai,
Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình,
Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định,
Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh,
Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế,
Tiền Giang, TP Hồ Chí Minh, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái
"""
"""The 63 of before, in the order of the alphabet."""

UNMERGED = (
    "Cao Bằng, Điện Biên, Hà Tĩnh, Lai Châu, Lạng Sơn, Nghệ An, Quảng Ninh, Thanh Hóa, Sơn La"
)
"""Left as they were, with the cities of Hà Nội and Huế (Resolution 202/2025/QH15, article 1.24)."""


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def test_sixty_three_became_thirty_four() -> None:
    """Each of the 63 former provinces belongs to exactly one of the 34; six of these are cities."""
    former = Counter(name for it in all_provinces() for name in it.former)
    assert set(former) == set(_names(BEFORE))
    assert set(former.values()) == {1}
    assert len(former) == 63
    assert len(all_provinces()) == len({it.name for it in all_provinces()}) == 34
    assert [it.name for it in all_provinces() if it.is_city] == [
        *("Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "TP Hồ Chí Minh", "Cần Thơ")
    ]


def test_eleven_were_left_as_they_were() -> None:
    """Nine provinces and two cities were not merged; every other present name has company."""
    alone = {it.name for it in all_provinces() if len(it.former) == 1}
    assert alone == {*_names(UNMERGED), "Hà Nội", "Huế"}
    assert all(it.former[0] == it.name for it in all_provinces() if it.name != "Huế")


def test_the_table_agrees_with_another_one() -> None:
    """The development data's own table of merged provinces says the same."""
    if not DATA.exists():
        pytest.skip("the development data is not here")
    stated = json.loads(DATA.read_text("utf-8"))
    merged = {it.name: set(it.former) for it in all_provinces() if len(it.former) > 1}
    assert merged == {
        now: set(former) for now, former in stated["provinces_merged_2025_07_01"].items()
    }
    assert {it.name for it in all_provinces() if len(it.former) == 1} == set(
        stated["provinces_unchanged"]
    )


def test_no_spelling_is_claimed_twice() -> None:
    """Every spelling of the table leads to the row that it stands in, and is in NFC."""
    raw = files("bot.language").joinpath("provinces.toml").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    table = tomllib.loads(raw)
    assert set(table["also_former"]) <= set(_names(BEFORE))
    for row in table["province"]:
        own = row["name"]
        for spelling in (own, *row.get("former", []), *row.get("also", [])):
            found = province(spelling)
            assert found is not None, spelling
            assert found.name == own, spelling
    for former, spellings in table["also_former"].items():
        assert {province_name(each) for each in spellings} == {former}


@pytest.mark.parametrize(
    ("text", "name", "now"),
    [
        ("TP.HCM", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("tphcm", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("Ho Chi Minh City", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("Sài Gòn", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("saigon", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng Tàu", "TP Hồ Chí Minh"),
        ("BR-VT", "Bà Rịa – Vũng Tàu", "TP Hồ Chí Minh"),
        ("vung tau", "Bà Rịa – Vũng Tàu", "TP Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế", "Huế"),
        ("TP. Huế", "Huế", "Huế"),
        ("Đắk Lắk", "Đắk Lắk", "Đắk Lắk"),
        ("Đăk Lăk", "Đắk Lắk", "Đắk Lắk"),
        ("DakLak", "Đắk Lắk", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk", "Đắk Lắk"),
        ("đắc nông", "Đắk Nông", "Lâm Đồng"),
        ("Hoà Bình", "Hòa Bình", "Phú Thọ"),
        ("tỉnh Hòa Bình", "Hòa Bình", "Phú Thọ"),
        ("Kontum", "Kon Tum", "Quảng Ngãi"),
        ("Bắc Cạn", "Bắc Kạn", "Thái Nguyên"),
        ("THANH HOÁ", "Thanh Hóa", "Thanh Hóa"),
        ("hn", "Hà Nội", "Hà Nội"),
        ("Tp Cần Thơ", "Cần Thơ", "Cần Thơ"),
        ("Hà Tĩnh", "Hà Tĩnh", "Hà Tĩnh"),
        ("Tinh Quang Tri", "Quảng Trị", "Quảng Trị"),
    ],
)
def test_names_as_people_write_them(text: str, name: str, now: str) -> None:
    """Abbreviations, titles, tone marks in either place and missing diacritics all name it."""
    found = province(text)
    assert found is not None
    assert (province_name(text), found.name) == (name, now)


@pytest.mark.parametrize("text", ["", "tỉnh", "TP", "Praha", "Quảng", "bình", "Hà Nội mới", "—"])
def test_what_is_no_province(text: str) -> None:
    """Parts of names and other words name nothing."""
    assert province(text) is None
    assert province_name(text) is None
    assert accepted_names(text) == frozenset()


@given(st.sampled_from(_names(BEFORE)), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_every_name_in_every_form(name: str, form: str, bare: bool) -> None:
    """Composed or not, with or without diacritics, in any case: the same province."""
    text = unicodedata.normalize(form, fold(name) if bare else name.upper())  # type: ignore[arg-type]  # one of the two forms
    found = province(text)
    assert found is not None
    assert nfc(name) in found.former


def test_a_former_name_finds_itself_and_the_merged_one() -> None:
    """Asking for Bình Dương finds what is about it and about today's TP Hồ Chí Minh, no more."""
    assert accepted_names("bình dương") == {"Bình Dương", "TP Hồ Chí Minh"}
    assert concerns("Bình Dương", "binh duong")
    assert concerns("TP.HCM", "Bình Dương")
    assert not concerns("Vũng Tàu", "Bình Dương")
    assert not concerns("Đồng Nai", "Bình Dương")
    assert not concerns(None, "Bình Dương")
    assert not concerns("Bình Dương", "Praha")


def test_a_present_name_finds_all_that_was_merged_into_it() -> None:
    """Asking for today's Quảng Trị finds what is still called Quảng Bình."""
    assert accepted_names("Quảng Trị") == {"Quảng Trị", "Quảng Bình"}
    assert concerns("Quảng Bình", "quang tri")
    assert accepted_names("Huế") == {"Huế", "Thừa Thiên Huế"}
