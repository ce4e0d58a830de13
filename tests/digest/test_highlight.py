"""What is told of a story in full. Places, people and documents are made up."""

from __future__ import annotations

from datetime import date

from bot.digest.highlight import highlight
from bot.digest.story import Story
from storage.models import Article
from tests.digest.factory import article

DAY = date(2023, 9, 20)
RESULTS = "Kết quả, toàn đảng bộ kết nạp 17 đảng viên, thu 320 triệu đồng quỹ."
TASKS = "Thời gian tới, đồng chí Bí thư đề nghị rà soát hồ sơ theo Nghị quyết số 21-NQ/TW."


def _story(*articles: Article) -> Story:
    return Story(articles, tuple(it.source for it in articles), DAY, DAY)


def test_a_story_of_results_and_tasks_still_says_what_it_is_about() -> None:
    """Beside the sentences under headings there is one without, where the article has one."""
    lead = "Sáng 20/9, Đảng ủy xã Mẫu tổ chức hội nghị sơ kết công tác xây dựng Đảng."
    told = highlight(
        _story(article(11, title="Đảng ủy xã", lead=RESULTS, paragraphs=(TASKS, lead)))
    )
    assert told.results is not None
    assert told.tasks is not None
    assert [sentence for _, sentence in told.sentences] == [lead]


def test_a_sentence_that_a_feed_cut_off_gives_way() -> None:
    """It is told only where nothing else is."""
    whole = "Xã Mẫu khánh thành cây cầu dài 120 m qua sông Giả."
    cut = "Người dân xã Mẫu vui mừng vì cây cầu mới sẽ giúp việc đi lại…"
    both = _story(article(1, title="Cầu mới", lead=whole, paragraphs=(cut,)))
    assert [sentence for _, sentence in highlight(both, "full").sentences] == [whole]
    alone = _story(article(2, title="Cầu mới", lead=cut))
    assert [sentence for _, sentence in highlight(alone).sentences] == [cut]
