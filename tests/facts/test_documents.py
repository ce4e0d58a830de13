"""Documents cited: every written form, each document once, nothing that is none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.documents import find_documents, look_up_keys
from bot.facts.record import DocumentCited
from tests.facts.growth import is_linear

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


def found(*paragraphs: str) -> tuple[DocumentCited, ...]:
    """The documents of an article with these paragraphs."""
    return find_documents(join_lines(["Tiêu đề", *paragraphs]))


def keys(*paragraphs: str) -> list[str]:
    """Their keys."""
    return [document.key for document in found(*paragraphs)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("theo Chỉ thị số 71-CT/TW của Ban Bí thư", "chi-thi/71/tw"),
        ("theo Chỉ thị 71 - CT/TW", "chi-thi/71/tw"),
        ("thực hiện Chỉ thị 71, xã đã làm nhiều việc", "chi-thi/71"),
        ("Nghị quyết số 88 của Bộ Chính trị (khóa XII)", "nghi-quyet/88/tw/kxii"),
        ("Nghị quyết 88-NQ/TW, khoá 12", "nghi-quyet/88/tw/kxii"),
        ("Nghị quyết Trung ương 4, khóa XII", "nghi-quyet/hoi-nghi/4/kxii"),
        ("Nghị quyết TW4 (khóa XII)", "nghi-quyet/hoi-nghi/4/kxii"),
        ("Nghị quyết Hội nghị TƯ 4 khóa XII", "nghi-quyet/hoi-nghi/4/kxii"),
        (
            "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng (khóa XII)",
            "nghi-quyet/hoi-nghi/4/kxii",
        ),
        ("Nghị quyết Đại hội XIII của Đảng", "nghi-quyet/dai-hoi/kxiii"),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII", "nghi-quyet/dai-hoi/kxiii"),
        ("Nghị quyết 12/NQ-HĐND ngày 9-12-2022 của HĐND tỉnh", "nghi-quyet/12/hdnd/2022"),
        ("Nghị định 243/2014/NĐ-CP", "nghi-dinh/243/cp/2014"),
        ("Quyết định số 1999/QĐ-TTg ngày 3 tháng 5 năm 2021", "quyet-dinh/1999/ttg/2021"),
        ("Công điện số 18/CĐ-T.Ư", "cong-dien/18/tw"),
        ("Luật Đất đai năm 2013", "luat/dat-dai/2013"),
        ("Bộ luật Hình sự", "bo-luat/hinh-su"),
        ("Luật phòng, chống tham nhũng", "luat/phong-chong-tham-nhung"),
        ("Hiến pháp năm 2013", "hien-phap/2013"),
        ("văn bản hỏa tốc số 449", "van-ban/449"),
        ("có văn bản 2590 gửi Sở Nội vụ", "van-ban/2590"),
        ("quyết định thanh tra số 971/QĐ-TTr ngày 9/6", "quyet-dinh/971/ttr"),
        ("Nghị quyết 19-2017/NQ-CP", "nghi-quyet/19/cp/2017"),
        (
            "Nghị quyết Đại hội lần thứ XXI Đảng bộ thành phố",
            "nghi-quyet/dai-hoi-lan-thu-xxi-dang-bo-thanh-pho/kxxi",
        ),
        (
            "Nghị quyết Đại hội Đảng bộ TP.Sông Mẫu lần thứ XVIII",
            "nghi-quyet/dai-hoi-dang-bo-tp.song-mau-lan-thu-xviii/kxviii",
        ),
        ("Nghị quyết ĐH XII Đảng Cộng sản VN", "nghi-quyet/dai-hoi/kxii"),
        ("Công điện ngày 2-2 của Thủ tướng Chính phủ", "cong-dien/2-2"),
        (
            "phê duyệt Đề án “Làm đường hoa ở các thôn”",
            "de-an/lam-duong-hoa-o-cac-thon",
        ),
        (
            "ra công văn về việc 'Chấn chỉnh cách phát ngôn'",
            "cong-van/chan-chinh-cach-phat-ngon",
        ),
        (
            "hoàn thiện dự thảo Nghị quyết về phát triển vùng trong năm mới trình Tỉnh ủy",
            "nghi-quyet/phat-trien-vung-trong-nam-moi",
        ),
    ],
)
def test_every_form_gives_the_key_of_its_document(text: str, key: str) -> None:
    """Numbers with and without letters, plenums, congresses, laws: one spelling of the key."""
    assert keys(f"Xã Phước Mẫu {text}.") == [key]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 5 năm của xã",
        "Báo cáo 6 tháng đầu năm",
        "Kế hoạch năm 2023 đã đề ra",
        "các nghị quyết, chỉ thị của Đảng",
        "Hội nghị đã thông qua nghị quyết với 100% đại biểu tán thành",
        "Nghị quyết 3 nội dung, 4 giải pháp",
        "Công ty Luật An Mẫu có 12 luật sư",
        "Kết luận Hội nghị, đồng chí Bí thư giao nhiệm vụ",
        "quyết định 2 vấn đề",
        "Quyết tâm thực hiện Nghị quyết Đại hội Đảng các cấp.",
    ],
)
def test_what_only_sounds_like_a_document_is_none(text: str) -> None:
    """Counted things, kinds without a name, firms and verbs are no documents."""
    assert keys(text) == []


def test_everything_that_is_stated_is_kept() -> None:
    """Number as written, issuer, term, date and subject."""
    (document,) = found(
        "Hội nghị quán triệt Nghị quyết số 09-NQ/TU ngày 4/7/2021 của Ban Thường vụ Tỉnh ủy Sông "
        "Lam (khóa XX) về “Phát triển cây dược liệu, giai đoạn 2021-2025” tới từng đảng viên."
    )
    assert document.type == "Nghị quyết"
    assert document.number == "09-NQ/TU"
    assert document.issuer == "Ban Thường vụ Tỉnh ủy Sông Lam"
    assert document.term == "XX"
    assert document.date == dt.date(2021, 7, 4)
    assert document.subject == "Phát triển cây dược liệu, giai đoạn 2021-2025"


def test_one_document_named_twice_is_one() -> None:
    """What the short form leaves open the long one tells, whichever comes first."""
    (document,) = found(
        "Chỉ thị 71 đã đi vào cuộc sống.",
        "Chỉ thị số 71-CT/TW ngày 15/5/2016 của Bộ Chính trị về làm theo gương người tốt.",
    )
    assert document.number == "71-CT/TW"
    assert document.issuer == "Bộ Chính trị"
    assert look_up_keys(document) == ("chi-thi/71", "chi-thi/71/tw")


def test_documents_that_differ_stay_apart() -> None:
    """The same number of another body, term or year is another document."""
    assert keys(
        "Chỉ thị số 71-CT/TW và Chỉ thị số 71-CT/TU.",
        "Nghị quyết Trung ương 4 khóa XI và Nghị quyết Trung ương 4 khóa XII.",
    ) == [
        "chi-thi/71/tw",
        "chi-thi/71/tu",
        "nghi-quyet/hoi-nghi/4/kxi",
        "nghi-quyet/hoi-nghi/4/kxii",
    ]


def test_an_enumeration_names_each_document() -> None:
    """Numbers behind one kind, with the issuer behind the last; two plenums with one committee."""
    assert keys(
        "Triển khai các Nghị quyết số 81-NQ/TW, 82-NQ/TW của Ban Chấp hành Trung ương khóa XII."
    ) == ["nghi-quyet/81/tw/kxii", "nghi-quyet/82/tw/kxii"]
    assert keys(
        "Quán triệt Nghị quyết Hội nghị lần thứ bảy và Nghị quyết Hội nghị lần thứ tám "
        "Ban Chấp hành Trung ương Đảng (khóa XII)."
    ) == ["nghi-quyet/hoi-nghi/7/kxii", "nghi-quyet/hoi-nghi/8/kxii"]


def test_a_document_without_a_number_needs_issuer_and_subject() -> None:
    """`Chỉ thị của … về …` is one document, its list of nouns kept whole."""
    (document,) = found(
        "Hội nghị nghe Chỉ thị của Ban Thường vụ Đảng ủy Khối về tăng cường phòng, chống hạn, mặn; "
        "kết quả các đề án; các văn bản mới."
    )
    assert document.issuer == "Ban Thường vụ Đảng ủy Khối"
    assert document.subject == "tăng cường phòng, chống hạn, mặn"


@given(st.text(alphabet="Nghị quyếtChỉ số/0123-NQTW.,;(“”)cua của khóaXI", max_size=200))
def test_whatever_the_text_the_spans_hold_the_words(text: str) -> None:
    """Nothing raises, and spans lie within their sentence."""
    whole = join_lines(["Nghị quyết số 35", text])
    for document in find_documents(whole):
        assert document.sentence[0] <= document.start < document.end <= len(whole.text)


@pytest.mark.parametrize(
    "unit",
    [
        "Nghị quyết ",
        "Luật A ",
        "các Chỉ thị 18, ",
        "Nghị quyết số 1-",
        "Đề án “a ",
        "Công điện ngày 2-",
        "đã có công điện về việc ",
        "Nghị quyết Đại hội a ",
        "Nghị quyết Trung ương 4, 5, 6 ",
        "Luật A b ngày 1/",
        "luật hôn nhân và ",
        "theo quyết định 12 của ",
        "văn bản 12/A ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_documents, unit)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not there")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_0d8b26d40ee660ef.txt", ["nghi-quyet/35/tw/kxii"]),
        (
            "004_b9c9d44ee20505c9.txt",
            ["nghi-quyet/hoi-nghi/4/kxii", "nghi-quyet/hoi-nghi/5/kxii", "chi-thi/5/tw"],
        ),
    ],
)
def test_seeds(name: str, expected: list[str]) -> None:
    """What two of the real articles cite."""
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    assert keys(*[line.strip() for line in lines]) == expected


def test_numbers_of_a_list_may_be_dated() -> None:
    """`các Công văn số … ngày …; số … ngày … và số …`: each is one."""
    cited = found(
        "Dự án theo các Công văn số 463/TTg-KTN ngày 28/3/2013; số 875/TTg-KTN ngày 27/5/2016 và "
        "số 1797/TTg-KTN ngày 11/10/2016 của Thủ tướng Chính phủ."
    )
    assert [it.number for it in cited] == ["463/TTg-KTN", "875/TTg-KTN", "1797/TTg-KTN"]


def test_a_telegram_that_was_issued_is_known_by_its_subject() -> None:
    """`đã có công điện về việc …`, written small; one that is to be issued is none."""
    (cited,) = found("Thủ tướng đã có công điện về việc đôn đốc nhiệm vụ sau kỳ nghỉ Tết.")
    assert (cited.type, cited.subject) == ("Công điện", "đôn đốc nhiệm vụ sau kỳ nghỉ Tết")
    assert found("Thủ tướng sẽ có công điện về việc đôn đốc nhiệm vụ sau kỳ nghỉ Tết.") == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("quy định trong Bộ Luật Dân sự", "bo-luat/dan-su"),
        ("theo luật Dân sự thì Luật Dân sự", "bo-luat/dan-su"),
        ("khoản 2 Điều 10 BLHS năm 2015", "bo-luat/hinh-su/2015"),
        ("TRIỂN KHAI NGHỊ QUYẾT SỐ 71-NQ/TU", "nghi-quyet/71/tu"),
        ("thực hiện Nghị Quyết số 71-NQ/TU", "nghi-quyet/71/tu"),
        ("theo Qui định số 71-QĐ/TW", "quy-dinh/71/tw"),
        ("việc thực hiện luật hôn nhân và gia đình", "luat/hon-nhan-va-gia-dinh"),
        ("Luật Hôn nhân gia đình năm 2014", "luat/hon-nhan-va-gia-dinh/2014"),
        ("Luật HNGĐ năm 2014", "luat/hon-nhan-va-gia-dinh/2014"),
        ("theo luật Lao động", "bo-luat/lao-dong"),
        ("vi phạm Luật PCTN", "luat/phong-chong-tham-nhung"),
        ("theo Luật DN", "luat/doanh-nghiep"),
        ("theo luật KH-CN và đổi mới sáng tạo", "luat/khoa-hoc-cong-nghe-va-doi-moi-sang-tao"),
        ("Luật quản lí thuế", "luat/quan-ly-thue"),
        (
            "Luật Tổ chức cơ quan tưởng tượng ngày 26 tháng 11 năm 2003",
            "luat/to-chuc-co-quan-tuong-tuong",
        ),
        ("sửa đổi Luật tổ chức QH", "luat/to-chuc-quoc-hoi"),
        ("UBND tỉnh vừa ban hành quyết định 6207, theo đó", "quyet-dinh/6207"),
        ("theo nghị định 87 của Chính phủ", "nghi-dinh/87/cp"),
        ("theo điều 9 quy chế 25 quy định", "quy-che/25"),
        ("theo thông báo số 3010-1/TB-ĐHHV", "thong-bao/3010/dhhv"),
        (
            "Nghị quyết Đại hội Đảng bộ Khối các cơ quan tỉnh lần thứ XIII",
            "nghi-quyet/dai-hoi-dang-bo-khoi-cac-co-quan-tinh-lan-thu-xiii/kxiii",
        ),
    ],
)
def test_forms_of_the_press_give_the_key_of_the_document(text: str, key: str) -> None:
    """Abbreviated, written small or with other capitals, it is the same document."""
    assert keys(text)[:1] == [key]


@pytest.mark.parametrize(
    "text",
    [
        "bà Hoa, Hội Luật gia tỉnh",
        "Luật được thông qua tại kỳ họp này",
        "pháp luật hôn nhân và gia đình",
        "sinh viên ngành luật hình sự",
        "theo luật hình sự quốc tế",
        "ban hành quyết định 15 người được nghỉ",
        "theo kế hoạch 15 hộ, và quyết định 15 hộ",
        "Nghị định của Chính phủ 'định danh' các hành vi",
        "công bố Quyết định của Bộ Chính trị về công tác cán bộ",
        "hội nghị quyết định 12 nội dung",
        "Công ty Luật Minh An",
        "có quy định “người thuê nhà phải hoàn trả khi hết hạn thuê”",
    ],
)
def test_words_of_law_and_numbers_that_count_are_no_document(text: str) -> None:
    """A profession, a field, a count and a word in quotes are none."""
    assert keys(text) == []


def test_sessions_and_terms_of_a_list_are_documents_of_their_own() -> None:
    """`Trung ương 5, 6 khóa XII` are two, `Trung ương 4 (khóa XI, XII)` as well."""
    assert keys("các Nghị quyết Trung ương 5, 6 và 7 khóa XII của Đảng") == [
        "nghi-quyet/hoi-nghi/5/kxii",
        "nghi-quyet/hoi-nghi/6/kxii",
        "nghi-quyet/hoi-nghi/7/kxii",
    ]
    assert keys("các Nghị quyết Trung ương 4 (khóa XI, XII) về xây dựng Đảng") == [
        "nghi-quyet/hoi-nghi/4/kxi",
        "nghi-quyet/hoi-nghi/4/kxii",
    ]
    assert keys("Nghị quyết Trung ương 4, 12 chi bộ đã học") == ["nghi-quyet/hoi-nghi/4"]


def test_any_kind_may_be_called_a_text() -> None:
    """`văn bản 83/SVH` and `Công văn 83/SVH` of one article are one; alone it stays what it is."""
    (one,) = found("Sở gửi văn bản số 83/SVH-TTr hôm qua.", "Công văn 83/SVH-TTr nêu rõ.")
    assert (one.type, one.number) == ("Công văn", "83/SVH-TTr")
    assert keys("văn bản số 83/SVH-TTr") == ["van-ban/83/ttr"]
