"""Who holds a post now: the newest article that gives it to somebody, not who leaves it there."""

from __future__ import annotations

from msgspec import structs

from bot.answers.post_evidence import Holder, told_of
from bot.answers.post_names import PROVINCIAL, PostKey, asked_post, post_key, search_phrases
from bot.answers.question import Question
from bot.facts.look_up import asked_province_terms, slug
from bot.language.provinces import province
from storage.base import ArticleStore
from storage.models import Article, SearchQuery
from storage.text import folded_words

READ = 20
"""Articles whose facts are read for one question."""
LISTED = 60
"""Articles, newest first, that are looked through for the post: most name its deputy alone."""
_SHOWN = 3
"""People that are shown side by side."""


def post_holders(store: ArticleStore, question: Question) -> list[Holder]:
    """Who holds the post that is asked for, then who held it before, newest first.

    At most three, each another person. Who is last known to have held it and has left stands alone,
    in the sentence that says so, where no article names a successor. Empty: no post is asked for,
    or no article names its holder.
    """
    post = asked_post(question)
    if post is None:
        return []
    asked = post_key(post)
    if asked.level and not asked.place:
        return []  # "Bí thư Tỉnh ủy" of which province?
    gone: dict[str, Holder] = {}
    found: dict[str, Holder] = {}
    for article in _newest(store, post, asked):
        told = told_of(article, asked)
        for it in told:
            if it.status == "left":
                gone.setdefault(it.who, it.holder)
        for it in told:
            if it.status == "left" or it.who in found:
                continue
            if it.who in gone and not found:
                return [gone[it.who]]
            found[it.who] = it.holder
        if len(found) >= _SHOWN:
            break
    return list(found.values())[:_SHOWN]


def may_hold(question: Question, article: Article, name: str) -> bool:
    """Whether the article gives the post that is asked for to who is called `name`.

    True where it is none of a province's own: what others are called, articles write in more ways
    than can be compared. Who is said to have left it counts: nobody else is named.
    """
    post = asked_post(question)
    asked = post_key(post) if post else None
    if asked is None or asked.body not in PROVINCIAL or province(asked.place) is None:
        return True
    called = slug(name)
    return any(it.who in called or called in it.who for it in told_of(article, asked))


def _newest(store: ArticleStore, post: str, asked: PostKey) -> list[Article]:
    """The newest articles that name the post, not only its deputy.

    Undated ones are left out: when they came in does not tell who holds the post now.
    """
    whole, within = search_phrases(post, asked)
    there = (asked_province_terms(asked.place),) if asked.place else ()
    queries = [SearchQuery(phrases=(it,)) for it in whole]
    if all(there):
        queries += [SearchQuery(phrases=(it,), terms=there) for it in within if there]
    query = structs.replace(
        queries[0], alternatives=tuple(queries[1:]), order="newest", limit=LISTED
    )
    ids = []
    for hit in store.search(query).hits:
        words = " ".join(folded_words("\n".join((hit.title, hit.lead or "", *hit.paragraphs))))
        if hit.published is not None and any(
            f" {words} ".count(f" {it} ") > f" {words} ".count(f" pho {it} ")
            for it in (*whole, *within)
        ):
            ids.append(hit.article_id)
    found = map(store.get_article, ids[:READ])
    return [article for article in found if article is not None]
