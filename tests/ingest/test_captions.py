"""Captions by their shape, against paragraphs that look alike."""

from __future__ import annotations

import pytest

from bot.ingest.captions import is_caption, is_doubled

CAPTIONS = (
    "Toàn cảnh buổi làm việc",
    "Quang cảnh hội nghị.",
    "Các đại biểu dự Hội nghị.",
    "Các đại biểu chụp ảnh lưu niệm",
    "Lãnh đạo Sở Thủy văn phát biểu tại hội nghị.",
    "Đồng chí Tạ Đình Phiên, Trưởng Ban Dân vận Thị ủy phát biểu tại buổi làm việc",
    "Đ/c Vương Quý Thuần trao giấy khen cho các tập thể",
    "Ông Lý Văn Tài - Chủ tịch xã Đồng Mây (bên phải) trao đổi với người dân tại thôn Bản Lầu",
    "Trao giải Nhất cho đội thi xã Phú Lộc",
    "Cán bộ xã hướng dẫn người dân nộp hồ sơ trực tuyến. Ảnh: Cao Sơn",
    "Người dân Đồng Mây thu hoạch quế (Ảnh minh họa)",
    "Ảnh: Một góc chợ phiên Nậm Pha",
    "Lãnh đạo huyện trao giấy khen cho các cá nhân có thành tích được suy tôn tại đại hội.",
    "Các tập thể nhận cờ thi đua",
    "Đồng chí Tạ Đình Phiên chủ trì hội nghị",
    "Một số hình ảnh tại hội nghị:",
    "Đồng chí Lý Thị Mộc, Trưởng Ban Tổ chức Tỉnh ủy, phát biểu kết luận.",
    "Bà Sín Thị Pao (thứ hai từ trái sang) cùng chị em dọn đường hoa.",
    "Dân quân và người dân dọn bùn tại chợ Bản Lầu.",
    "Lớp học dựng tạm tại điểm trường Nà Sìn.",
    "Học viên thực hành theo từng nhóm",
    "Thu hoạch chè ở Đồng Mây. (Ảnh: Cao Sơn)",
    "Ảnh minh họa",
    "Đông đảo đoàn viên tham gia ngày hội.",
)

BODY = (
    "Ba việc cần làm ngay",
    "Nhiệm vụ trọng tâm",
    "I. Kết quả đạt được",
    "- Lãnh đạo các chi bộ phát biểu tại hội nghị;",
    "Dự hội nghị có đồng chí Tạ Đình Phiên, Trưởng Ban Dân vận Thị ủy.",
    "Đồng chí Vương Quý Thuần – UVTV, Trưởng Ban Tổ chức Quận ủy dự và chủ trì hội nghị.",
    "Các đại biểu đã thảo luận sôi nổi và thông qua nghị quyết.",
    "Lãnh đạo xã cho biết, vụ này năng suất lúa tăng 5 tạ mỗi héc-ta.",
    "Tại buổi làm việc, các đại biểu thảo luận hai nội dung.",
    "Đồng chí Bí thư đề nghị các chi bộ tiếp tục thực hiện nghị quyết.",
    "“Các đại biểu dự hội nghị đều nhất trí”, ông Tài nói.",
    "Lãnh đạo tỉnh phát biểu tại hội nghị. Sau đó, đoàn đi thăm hai xã.",
    "Đồng chí Tạ Đình Phiên, Trưởng Ban Dân vận chủ trì hội nghị.",
    "Đồng chí Lý Thị Mộc dự hội nghị.",
    "Tại buổi lễ, 15 cá nhân nhận giấy khen.",
    "Hội nghị bế mạc tại thị trấn Vân Trì.",
    "Người dân là trung tâm",
    "Cán bộ phải gương mẫu",
    "Ba chi bộ đều nhất trí với kết quả.",
    "Bí thư Đảng ủy phường thừa nhận còn vướng ở nhóm thủ tục đất đai.",
    "Triển lãm trưng bày hơn 200 hiện vật và ảnh tư liệu.",
    "Đoàn đã làm việc với Đài Phát thanh - Truyền hình - Báo Lam Giang.",
    "Các đại biểu thảo luận những vấn đề sau:",
)


@pytest.mark.parametrize("line", CAPTIONS)
def test_a_shown_scene_is_a_caption(line: str) -> None:
    """Who does what where, with or without full stop, or a credit."""
    assert is_caption(line)


@pytest.mark.parametrize("line", BODY)
def test_a_told_sentence_is_body(line: str) -> None:
    """Headings, list items and sentences that tell on stay in the body."""
    assert not is_caption(line)


def test_alt_text_and_caption_are_one() -> None:
    """The same line twice, or once with the credit, is one caption; long paragraphs are not."""
    assert is_doubled("Quang cảnh hội nghị.", "Quang cảnh hội nghị.")
    assert is_doubled("Quang cảnh hội nghị", "Quang cảnh hội nghị. Ảnh: Cao Sơn")
    assert not is_doubled("Quang cảnh hội nghị", "Quang cảnh hội nghị ở xã")
    assert not is_doubled("từ " * 61, "từ " * 61)
    assert not is_doubled("Quang cảnh", "")
