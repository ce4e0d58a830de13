"""Whether a sentence can be told without the one before it. Pure."""

from __future__ import annotations

import re

_NEEDS_ANOTHER = re.compile(
    r"(?i:cũng (?:tại|trong|theo|vào|nhân)|ngoài ra|bên cạnh đó|đồng thời|tuy nhiên|tuy vậy|do đó"
    r"|do vậy|vì vậy|vì thế|chính vì (?:vậy|thế)|nhờ vậy|như vậy|theo đó|trong đó|trong khi đó"
    r"|trước đó|sau đó|cùng với đó|kèm theo đó|mặt khác|ngược lại|thậm chí|tương tự|cụ thể"
    r"|đặc biệt|qua đó|từ đó|nhờ đó|ở đó|tại đây|tiếp đó|cùng lúc đó|khi đó|lúc đó|đây|đó"
    r"|(?:nhân )?dịp này|theo (?:ông|bà|anh|chị) (?:này|ấy)|nhưng|song|và|còn"
    r"|(?:điều|việc|con số|vụ việc|sự việc|hội nghị|buổi lễ|nơi|người|kết quả|hành vi|vấn đề"
    r"|quyết định|đối tượng|người phụ nữ|người đàn ông) (?:này|đó|ấy|trên))(?!\w)"
    # A pronoun; with a capital behind it, it is the title before a name.
    r"|(?i:họ|nó)(?!\w)(?! và tên)"
    r"|(?i:ông|bà|anh|chị|cô|đồng chí)(?: (?![^\W\d_]*[A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ])"
    r"(?!(?:con|em|chị|bà|giáo|ngoại|nội|hai|ba|cả|dâu|chồng)(?!\w))|[,:])",
)


def stands_alone(sentence: str) -> bool:
    """Whether it does not begin by pointing at what was said before it."""
    return _NEEDS_ANOTHER.match(sentence.lstrip(" \"'“”‘’–-…")) is None
