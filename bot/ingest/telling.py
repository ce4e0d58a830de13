"""Signs that a short line tells on instead of showing a picture.

Captions are without most function words: no tense, no condition, no report of speech, no amounts,
no pointing back at the text. What such words are is closed grammar, unlike the open list of what
people can be photographed at; so a short line is asked for these signs, not for its verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ingest.phrases import any_of

_MARKED = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
_GRAMMAR = any_of(
    "đã | sẽ | vừa | mới đây | từng là | chưa | không | chẳng | chỉ | cũng | còn | vẫn | đều | rất",
    "là | có | gồm | bao gồm | được | bị | cần | phải | nên | hãy | có thể | muốn | do | bởi",
    "vì | nếu | thì | mà | nhưng | song | tuy | nhất là | như | để | nhằm | hơn | khoảng | gần",
    "tổng | trở thành | góp phần | tiếp tục | ngày càng | từng bước | bước đầu | đồng thời",
    "qua đó | chủ trì | này | đó | ấy | kia | nay | họ | chúng tôi | chúng ta | tôi | mình | ai",
    "cùng ngày | nêu trên | thuộc | đạt | chiếm | tăng | giảm | kéo dài | kết thúc | diễn ra",
    "bế mạc | bắt đầu | thay cho | phụ trách | giữ chức | thông qua | thu hút | nhất trí",
    "tán thành | đồng tình | quyết tâm",
)
_SPEECH = any_of(
    "nói | kể | cho biết | cho hay | cho rằng | nhấn mạnh | khẳng định | đề nghị | yêu cầu",
    "chỉ rõ | nêu rõ | nhận định | nhận thấy | ghi nhận | đánh giá | bày tỏ | cam kết | hứa",
    "mong | kêu gọi | kiến nghị | đề xuất | lưu ý | phản ánh | thừa nhận | giải thích",
    "thống nhất | cảm ơn | dự kiến | hài lòng | băn khoăn | lo lắng | tâm sự | tự hào | biết ơn",
    "thông tin thêm | tin tưởng | hy vọng | chủ trương | quyết định",
)
_HARMLESS = re.compile(
    any_of(
        "có thành tích | có công | có hoàn cảnh | có uy tín | đạt thành tích | đạt giải | còn lại",
        "như thế | được khen thưởng | được tuyên dương | được suy tôn | biểu dương lực lượng",
        "quyết định thành lập | quyết định kết nạp | trao quyết định | công bố quyết định",
        "trực thuộc | là thương binh | nghị quyết | cầu mong",
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
"""Holds a sign but says what kind of people or paper: `cá nhân có thành tích`."""
_ON = any_of(
    "tại | trong | theo | dự | tham dự | cùng | sau | trước | trên cơ sở | đến | từ | với",
    "nhân | hiện | hiện nay | đây | điều | việc | ngoài | bên cạnh | khi | nhờ | cuối | đầu",
    "riêng | ngay | dịp | mỗi | hằng | hàng | năm | tháng | ngày | sáng | trưa | chiều | tối",
    "đêm | nhiều | mọi | tất cả | toàn bộ | không chỉ | đặc biệt | cụ thể | ngược lại | hơn nữa",
    "thứ nhất | thứ hai | thứ ba | một là | hai là | ba là | về phía | về phần | để | nhằm",
    "qua | thực tế | bởi vậy | vì vậy | do vậy | do đó | tuy nhiên | trên | bất ngờ | may mắn",
    "bình quân | lại | vụ việc | chuyện | chúc | xin | trân trọng | kính | kết quả | kết luận",
    "đáp lại | tiếp đó | tiếp theo | cuối cùng | trả lời | hỏi | lúc | thời gian",
)
_UNSEEN = any_of(
    "kinh tế | đời sống | tình hình | công tác | phong trào | nghị quyết | quy định",
    "quyết định | luật | kế hoạch | mục tiêu | chỉ tiêu | tỷ lệ | tỉ lệ | sản lượng | giá trị",
    "thu nhập | vấn đề | giá | nguyên nhân | ý kiến | các ý kiến | nhiệm vụ | giải pháp",
    "bài học | kinh nghiệm | nguồn | kinh phí | vai trò | ý thức | nhận thức | chất lượng",
    "hiệu quả | truyền thống | tinh thần | niềm tin | chính sách | đề án | dự án | thời hạn",
    "số | tổng | quá trình | nội dung | chủ đề | cơ chế | an ninh | quốc phòng | hội nghị",
    "đại hội | kỳ họp | cuộc họp | buổi | chương trình | lịch | hội thi | cuộc thi | hồ sơ",
    "tư tưởng | đạo đức | sức mạnh | lý luận | văn hóa | giáo dục | y tế | nông nghiệp",
    "công nghiệp | du lịch | dịch | dịch bệnh | thị trường | doanh thu | lợi nhuận | cơ cấu",
    "tốc độ | cách làm",
)
"""What no picture shows, or what a report goes on about, at the head of a line."""

_TOLD = re.compile(
    rf"(?<!\w)(?:{_GRAMMAR}|{_SPEECH})(?!\w)|(?<=\w )(?:biểu dương|chúc)(?! mừng)(?!\w)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"(?:{_ON}|(?:các |những )?{_UNSEEN})(?!\w)", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:ông|bà|anh|chị|cô|cụ|hai em) (?!(?:con|em|trò|giáo|và|cháu|bé|nội|ngoại)\b)", re.IGNORECASE
)
_LABELLED = any_of(
    "số | thôn | tổ | lớp | khu | khóa | khoá | năm | tháng | ngày | quý | đợt | tập | bài",
    "phường | quận | km | quốc lộ | đường | ngõ | hẻm | nhà | tầng | đội | trung đoàn | sư đoàn",
    "lữ đoàn | cụm | xóm | bản | ấp | khối | dãy | điểm | chương | mục | cấp | hạng | lần | thứ",
    "nhóm | phòng | hè | và | nhiệm kỳ | giai đoạn | đoàn | vùng | hải đội | tiểu đoàn",
    "đại đội | chi bộ | văn bản | huy hiệu",
)
"""Words whose number is a name (`thôn 4`); any other number is an amount, which captions lack."""
_AMOUNT = re.compile(
    rf"(?<![\w/.,-])(?<!\w\.)(?P<before>{_LABELLED} )?\d+(?:[.,]\d+)?(?:%| (?!năm tuổi)[^\W\d_])",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2} ?[-/] ?\d{1,4}|\d{1,2} (?:giờ|tháng)")

_SAMPLE = 3_000
"""Characters by which a text's language is told."""


def is_vietnamese(texts: Iterable[str]) -> bool:
    """Whether the letters are Vietnamese with its marks; the tables know no other tongue."""
    sample = "".join(texts)[:_SAMPLE].casefold()
    marked = 20 * sum(map(sample.count, _MARKED))
    if marked == 0 or marked >= len(sample):
        return marked > 0  # nearly every text: its letters need no counting
    return marked >= sum(map(str.isalpha, sample))


def tells(line: str) -> bool:
    """Whether grammar, an amount, a date or its opening make the line part of the report."""
    plain = _HARMLESS.sub("", line)
    if goes_on(plain) or _TOLD.search(plain) or _DATE.search(plain):
        return True
    return counts(plain)


def goes_on(line: str) -> bool:
    """Whether the line begins as sentences do that go on from the one before.

    So does one about somebody whose name does not follow: `Bà nhận …`.
    """
    return is_nameless(line) or _GOES_ON.match(line) is not None


def is_nameless(line: str) -> bool:
    """Whether the line is about somebody whom only the text before it names."""
    somebody = _SOMEBODY.match(line)
    return somebody is not None and line[somebody.end() : somebody.end() + 1].islower()


def reports(line: str) -> bool:
    """Whether a word of time, of fact or of speech is in the line; a bare passive is none."""
    return any(match[0].casefold() != "được" for match in _TOLD.finditer(line))


def counts(line: str) -> bool:
    """Whether the line states an amount: `12 đảng viên`, `1,8 km`; not `thôn 4`, `năm 2024`."""
    return any(match["before"] is None for match in _AMOUNT.finditer(line))
