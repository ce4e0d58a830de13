"""Words of the fictional listings, and the boxes without articles that real pages carry."""

from __future__ import annotations

import unicodedata

WHO = (
    "UBND tỉnh Nguyệt Hà", "Huyện ủy Bình Lâm", "Thị xã Phước Sơn", "Xã Tân Hòa", "Sở Y tế",
    "Ban Tổ chức Tỉnh ủy", "Đoàn công tác của Chính phủ", "Hội Nông dân huyện", "Công an phường 3",
    "Đại biểu Quốc hội", "Bộ đội Biên phòng", "Trường THPT Bình Lâm", "Nông dân xã Đồng Mới",
    "Liên đoàn Lao động tỉnh", "Ngành giáo dục", "Cảng cá Cửa Lộ", "Mặt trận Tổ quốc tỉnh",
)  # fmt: skip
WHAT = (
    "khánh thành cầu Ba Đước sau hai năm thi công", "họp bàn giải pháp gỡ khó cho doanh nghiệp",
    "tiếp xúc cử tri trước kỳ họp thường lệ giữa năm", "trao 120 suất quà cho hộ nghèo vùng lũ",
    "tăng cường kiểm tra an toàn thực phẩm dịp cuối năm", "ra quân nạo vét kênh mương nội đồng",
    "đẩy nhanh tiến độ giải ngân vốn đầu tư công", "công bố quyết định về công tác cán bộ",
    "thăm và chúc mừng các cơ sở tôn giáo", "thu hoạch vụ lúa được mùa nhất mười năm qua",
    "xử lý nghiêm 15 trường hợp vi phạm hành lang đường bộ", "sơ kết công tác sáu tháng đầu năm",
    "lấy ý kiến về quy hoạch khu dân cư phía Đông", "diễn tập phòng cháy rừng cấp huyện",
)  # fmt: skip
SHORT = (
    "Tin buồn",
    "Lời cảm ơn",
    "Thông báo mời thầu",
    "Bứt phá từ làng nghề",
    "Giữ lửa nghề rèn",
)
SECTIONS = (
    "Thời sự", "Chính trị", "Kinh tế", "Xã hội", "Văn hóa", "Pháp luật", "Giáo dục", "Y tế",
    "Quốc phòng - An ninh", "Xây dựng Đảng", "Đất và người Nguyệt Hà", "Chuyển đổi số", "Bạn đọc",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Thể thao", "Nông thôn mới",
)  # fmt: skip
PORTAL = (
    "Cơ cấu tổ chức", "Chức năng nhiệm vụ", "Lịch tiếp công dân", "Hỏi đáp",
    "Góp ý dự thảo văn bản",
    "Thủ tục hành chính", "Công khai ngân sách", "Chiến lược, quy hoạch, kế hoạch phát triển",
    "Thông tin tuyên truyền, phổ biến, hướng dẫn thực hiện pháp luật", "Sơ đồ cổng", "Liên hệ",
)  # fmt: skip
SUMMARY = "Sáng nay, tại hội trường huyện, các đại biểu nghe báo cáo và thảo luận nhiều nội dung."


def slug(text: str) -> str:
    """`Xã Tân Hòa` → `xa-tan-hoa`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())


def noise_boxes(portal: str) -> dict[str, str]:
    """Name → HTML; `portal` is the box of a portal's static pages."""
    return {
        "documents": _box("doc", "Văn bản mới", _documents()),
        "videos": f"<div class='video'>{_videos()}</div>",
        "tags": "<div class='tag-cloud'>"
        + "".join(f"<a href='/tag/{slug(each)}'>{each}</a> " for each in WHO)
        + "</div>",
        "topics": "<div class='topics'>"
        + "".join(
            f"<a href='/su-kien/{slug(each)}-{n + 40}.html'># {each} năm 2031</a>"
            for n, each in enumerate(WHAT[:6])
        )
        + "</div>",
        "banners": "<div class='r-col'>"
        "<a href='https://dichvucong.example/'><img src='dvc.png' alt='Dịch vụ công'></a>"
        "<a href='/banner/click?id=77'><img src='b.jpg' alt='Chào mừng đại hội nhiệm kỳ mới'></a>"
        "<a href='https://shop.example/may-giat-cua-ngang-12-kg-gia-re-nhat-thang-nay-123456.html'>"
        "Máy giặt cửa ngang 12 kg giá rẻ nhất tháng này</a></div>",
        "partners": _box("khung", "Liên kết website", _partners()),
        "portal": portal,
        "social": "<a href='javascript:void(0)'>Chia sẻ bài viết này lên mạng xã hội ngay</a>"
        "<a href='mailto:a@b.example'>Gửi thư</a><a href='tel:0123'>0123</a>"
        "<a href='https://facebook.com/x'>FB</a>",
    }


def _box(kind: str, title: str, items: str) -> str:
    return f"<div class='{kind}'><h3>{title}</h3><ul>{items}</ul></div>"


def _documents() -> str:
    items = "".join(
        f"<li><a href='/van-ban/{900 + n}'>Quyết định số {n}/QĐ-UBND về việc phê duyệt kế hoạch"
        f" sử dụng đất năm 2031</a> <span>0{n + 1}/05/2031</span></li>"
        for n in range(5)
    )
    report = "Báo cáo tình hình kinh tế xã hội sáu tháng"
    return f"{items}<li><a href='/upload/bc-6-thang.pdf'>{report}</a></li>"


def _videos() -> str:
    return "".join(
        f"<div><a href='/video/{slug(each)}-{700 + n}'><img src='v.jpg'></a>"
        f"<a href='/video/{slug(each)}-{700 + n}'>{each} trên sóng truyền hình tỉnh</a></div>"
        for n, each in enumerate(WHO[:4])
    )


def _partners() -> str:
    return "".join(
        f"<li><a href='https://so{n}.nguyetha.gov.example/'>Sở Khoa học Công nghệ số {n}</a></li>"
        for n in range(4)
    )
