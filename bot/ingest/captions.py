"""Picture captions that stand as lines of their own between the paragraphs of plain text.

In flattened text nothing marks a caption but its shape: one short sentence that shows a scene
(who, doing what, where) instead of telling on. The tables below hold the openers and the actions
of such lines in Party and provincial news; a credit (`Ảnh: …`) or a doubled line decides alone.
"""

from __future__ import annotations

import re

from bot.ingest.phrases import any_of
from bot.ingest.telling import counts, is_nameless, tells

_MOST_WORDS = 32
_FEW_WORDS = 12
_CREDIT = re.compile(
    r"(?:^|[\s(])(?:Ảnh|ẢNH|Hình|Photo|Image)(?: tư liệu)? ?: ?"
    r"(?:[^.:]{2,50}|(?:[^\W\d_]\.){1,4} ?[^\W\d_]{0,8})\)?\.?$"
    r"|\([Ảả]nh\b[^()]{0,40}\)\.?$|\((?:Hình|Nguồn)(?: ảnh)? ?:[^()]{0,60}\)\.?$"
    r"|(?:^|[.)–-] ?)\(?Ảnh (?:minh họa|minh hoạ|tư liệu)\)?\.?$"
)
"""With its capital: `kho ảnh tư liệu` ends a sentence, `Ảnh tư liệu` a caption."""
_LONGEST_CREDIT = 100
"""Characters at the end of a line in which it stands; the pattern takes at most 75."""
_MARKED = re.compile(
    r"(?:Ảnh|Trong ảnh|Hình|Ảnh minh họa|Ảnh minh hoạ|Chú thích ảnh|Ảnh trên|Ảnh dưới)"
    r"(?: \d{1,2})?\s?(?::|：|\.\s|$)",
    re.IGNORECASE,
)
_SCENES = any_of(
    "toàn cảnh | quang cảnh | khung cảnh | không khí | hình ảnh | một số hình ảnh | một góc | cảnh",
    "ảnh lưu niệm | chụp ảnh | lễ ký | màn | tiết mục | các tiết mục | phút mặc niệm | nghi thức",
    "đại biểu | các đại biểu | đoàn đại biểu | đông đảo | đoàn viên | các đoàn viên",
    "đoàn chủ tịch | đoàn chủ tọa | chủ tọa | chủ toạ | ban chủ tọa | đoàn công tác",
    "trận | phần thi | khoảnh khắc | phối cảnh | đoàn giám sát | đoàn kiểm tra | đoàn khảo sát",
)
_PEOPLE = any_of(
    "tổ | học viên | phụ nữ | trẻ em | cụ | các cháu | nghệ sĩ | vận động viên | thí sinh | hộ",
    "kiểm lâm | dân quân | tình nguyện viên | y bác sĩ | ngư dân | đoàn viên | các đơn vị",
    "ban giám khảo | đồng chí | đ/c | đại biểu | lãnh đạo | ông | bà | anh | chị | thầy | cô | em",
    "học sinh | sinh viên | giáo viên | cán bộ | chiến sĩ | hội viên | thành viên | người dân",
    "nhân dân | bà con | nông dân | công nhân | thanh niên | tập thể | cá nhân | bí thư",
    "phó bí thư | chủ tịch | phó chủ tịch | thường trực | ban tổ chức | ban thường vụ",
    "ban chấp hành | lực lượng | đại diện | giám đốc | phó giám đốc | trưởng ban | phó trưởng ban",
    "gs | pgs | ts | ths | đại tá | thượng tá | trung tá | thiếu tướng | bác sĩ | nhà báo",
    "nghệ nhân | trưởng phòng | hiệu trưởng | đảng viên | đội | khách | du khách | cử tri | nhóm",
    "gian hàng | mô hình",
)
_GIFTS = any_of(
    "trao | tặng | ra mắt | chụp ảnh | biểu quyết | bỏ phiếu | cắt băng | dâng hương | dâng hoa",
    "ký kết | trồng cây | tham quan | thăm | bấm nút | khởi công | trình diễn | tiếp xúc",
    "biểu dương | khen thưởng | bàn giao | hướng dẫn | khám | thu hoạch | thắp nến | thắp hương",
    "lễ chào cờ | chào cờ | giao lưu | múa | rước | dọn | tặng hoa | đón",
)
_ACTIONS = any_of(
    "phát biểu | trao | tặng | chụp ảnh | biểu quyết | bỏ phiếu | cắt băng | dâng hương | dâng hoa",
    "thắp hương | ký kết | tham quan | thăm | kiểm tra | khảo sát | giám sát | trình bày | báo cáo",
    "tham luận | thảo luận | quán triệt | truyền đạt | ra mắt | trồng cây | bấm nút | chúc mừng",
    "đón nhận | nhận | chia sẻ | giới thiệu | trả lời | trao đổi | chủ trì | điều hành | khai mạc",
    "bế mạc | kết luận | tham gia | tham dự | dự | đối thoại | hướng dẫn | thu hoạch | biểu diễn",
    "tiếp | làm việc | tuyên truyền | thực hiện | tập huấn | công bố",
)
_SPEECH = any_of(
    "thừa nhận | nhận định | nhận thấy | nhận trách nhiệm | bày tỏ | cam kết | hứa | mong",
    "kiến nghị | lưu ý | chỉ đạo | thông tin thêm | nói | kể | phản ánh | kêu gọi | thống nhất",
    "giải thích | , khi | , nhưng | , song | , để | , nhằm | , góp phần | , trong đó | , qua đó",
    ", vì | cho biết | cho rằng | nhấn mạnh | đề nghị | yêu cầu | khẳng định | đánh giá | chỉ rõ",
    "nêu rõ | ghi nhận | tuy nhiên | đồng thời | dự và | tới dự | đến dự | về dự | dự chỉ đạo",
    "do đồng chí | tiếp tục",
)
"""A line with one of these is told, not shown."""
_TELLING = any_of("đã | sẽ | có | gồm | cần | phải | được | bị | cũng | còn | là | nên")
"""The same before the action: `cá nhân có thành tích` after `trao` is still shown."""
_HOSTING = any_of("chủ trì | dự | tham dự | điều hành | tham gia")
"""What the report says of the people in front: shown only where no full stop ends the line."""

_CONNECTIVES = any_of(
    "tại | trong | theo | dự | tham dự | cùng | cũng | sau | trước | đến | từ | với | để | nhân",
    "qua | về | hiện | hiện nay | đây | đó | điều | việc | ngoài | bên cạnh | kết thúc | kết luận",
    "phát biểu | hội nghị | buổi | lễ | chương trình | đại hội | thời gian | dịp này | ngay | khi",
    "nếu | song | tuy | nhưng | do | vì | nhờ | cuối | đồng thời | báo cáo | tiếp | riêng | trên",
)
"""How sentences begin that go on from the one before."""

_OPENS_SCENE = re.compile(rf"{_SCENES}(?!\w)", re.IGNORECASE)
_OPENS_PEOPLE = re.compile(rf"(?:các )?{_PEOPLE}(?!\w)", re.IGNORECASE)
_OPENS_GIFT = re.compile(rf"{_GIFTS}(?: |$)", re.IGNORECASE)
_ACTION = re.compile(rf"\b{_ACTIONS}\b", re.IGNORECASE)
_SPOKEN = re.compile(rf"(?<!\w){_SPEECH}(?!\w)", re.IGNORECASE)
_TOLD = re.compile(rf"\b{_TELLING}\b", re.IGNORECASE)
_HOSTED = re.compile(rf"{_HOSTING}$", re.IGNORECASE)
_CONNECTED = re.compile(rf"{_CONNECTIVES}(?!\w)", re.IGNORECASE)
_AT_PLACE = re.compile(r"\btại (?:[^\W\d_]+ ){0,3}?(?:[A-ZĐÁÀẢÂẤẦĂÊÔƠƯÝ]|\d)")
"""`tại điểm trường Nà Hin`: a place with a name of its own."""
_STANDING = re.compile(
    r"\((?:người )?(?:đứng|ngồi|bên phải|bên trái|ở giữa|giữa|ngoài cùng|áo|hàng|thứ \w+ từ)"
    r"(?!\w)[^()]{0,40}\)",
    re.IGNORECASE,
)
"""Only a picture has a left and a right."""
_POSED = re.compile(r"chụp (?:ảnh|hình) (?:lưu niệm|kỷ niệm)\b", re.IGNORECASE)
_HEADS_PICTURES = re.compile(r"(?:Một số|Những) hình ảnh [^.:]{1,80}[:.]?$", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{1,60}\)|(?<=phát biểu) (?:ý kiến )?(?:chỉ đạo|kết luận)")
"""`(bên phải)` says where somebody stands."""
_INNER_STOP = re.compile(r"(?<![A-ZĐ]\.)(?<!\bTP)(?<!\bTh)(?<!\bTX)[.!?…] (?=[^\W\d_a-z])")


def is_caption(line: str) -> bool:
    """Whether a body line is a caption by its own shape."""
    if _names_picture(line):
        return True
    if not is_one_sentence(line):
        return False
    shown = _ASIDE.sub("", line)
    if _SPOKEN.search(shown):
        return False
    if _is_view(line, shown) or _STANDING.search(line):
        return True
    if _OPENS_PEOPLE.match(shown):
        return _shows(shown) and not is_nameless(shown)
    if _OPENS_GIFT.match(shown) and not (line.endswith(".") and tells(shown)):
        return True
    if _POSED.search(shown) and _TOLD.search(shown) is None:
        return True
    few = len(line.split()) <= _FEW_WORDS
    return few and _AT_PLACE.search(shown) is not None and _is_still(shown)


def is_scene(line: str) -> bool:
    """The surest captions: a credit, a heading of pictures, or a view of everybody present."""
    if _names_picture(line):
        return True
    if not is_one_sentence(line):
        return False
    shown = _ASIDE.sub("", line)
    return _is_view(line, shown) and _SPOKEN.search(shown) is None


def _names_picture(line: str) -> bool:
    return is_credited(line) or _HEADS_PICTURES.match(line) is not None


def _is_view(line: str, shown: str) -> bool:
    if not _OPENS_SCENE.match(shown):
        return False
    return not (line.endswith(".") and _TOLD.search(shown))


def is_one_sentence(line: str) -> bool:
    """Whether the line is a single sentence or phrase of at most a caption's length."""
    if not 2 <= len(line.split()) <= _MOST_WORDS or line.endswith((":", ";", ",", "?", "!")):
        return False
    if line[0] in "-–+*•“\"'" or not line[0].isupper() or ";" in line or ": " in line:
        return False
    return _INNER_STOP.search(line) is None


def is_credited(line: str) -> bool:
    """Whether the line says itself that it belongs to a picture: `Ảnh: …`, `(Ảnh minh họa)`."""
    near_end = max(0, len(line) - _LONGEST_CREDIT)
    found = _CREDIT.search(line, near_end) or _MARKED.match(line)
    return found is not None and len(line.split()) <= 60


def _shows(line: str) -> bool:
    """People doing something that can be photographed, or being somewhere with a name."""
    action = _ACTION.search(line)
    if action is None:
        fits = not line.endswith(".") or _AT_PLACE.search(line) is not None
        return len(line.split()) >= 6 and fits and _TOLD.search(line) is None
    if _TOLD.search(line, 0, action.start()):
        return False
    if not line.endswith("."):
        return True
    return not _HOSTED.match(action[0]) and not counts(line)


def _is_still(line: str) -> bool:
    """A view without a verb of telling: `Bữa cơm dã chiến tại điểm trường Nà Hin.`"""
    return "," not in line and _TOLD.search(line) is None and _CONNECTED.match(line) is None


def is_doubled(line: str, other: str) -> bool:
    """Whether two neighbouring lines are one caption printed twice (alt text and caption)."""
    short, long = sorted((line.rstrip("."), other.rstrip(".")), key=len)
    if not line or not long.startswith(short):
        return False
    if len(other.split()) > 60 or len(line.split()) > 60:
        return False
    return long == short or (len(short.split()) >= 3 and _credit_only(short, long))


def _credit_only(short: str, long: str) -> bool:
    return long.startswith(short) and _CREDIT.search(long[len(short) :]) is not None
