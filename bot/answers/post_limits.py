"""Whether who or where is answered fits the post that a question names ("Bí thư", no deputy)."""

from __future__ import annotations

import re

from bot.answers.choice import Choice
from bot.answers.question import Question
from bot.answers.words import table
from bot.facts.record import Facts
from storage.text import fold, folded_words

_IDENTITY = re.compile(r" la ai $|^ ai (?:la|lam|giu chuc|dang giu) ")

_LEVELS = ("tinh", "thanh pho", "tp", "huyen", "quan", "thi xa", "thi tran", "xa", "phuong")


def answers_post(question: Question, choice: Choice, facts: Facts) -> bool:
    """Whether who is named holds the post asked for; True where none is asked for.

    The first words of the post stand in the sentence or among the person's posts, the others there
    or in title and lead. "Bí thư" is not "Phó Bí thư".
    """
    asked = f" {' '.join(word.folded for word in question.words)} "
    heads = [it for it in table("question.toml")["post_heads"]["folded"] if f" {it} " in asked]
    if question.kind != "who" or not heads or not _IDENTITY.search(asked):
        return True
    if " truong doan " in asked and any(
        "delegation_head" in person.roles and fold(person.name) in fold(choice.text)
        for person in facts.people
    ):
        return True  # who leads the delegation is told by a verb: "do … làm trưởng đoàn"
    read = choice.passage.read
    sentence = [word.folded for word in choice.passage.words]
    posts = [
        folded_words(post)
        for person in facts.people
        if fold(person.name) in fold(choice.text)
        for post in person.posts
    ]
    known = set(sentence).union(*posts)
    known |= {word.folded for line in read.sentences[:3] for word in line}
    known |= set(folded_words(read.article.province or ""))
    terms = {word.folded for word in question.content if not word.digit}
    if not terms <= known | {"lam"}:  # "ai làm bí thư"; terms of office are compared as times
        return False
    said = "".join(f" {' '.join(words)} |" for words in (sentence, *posts))
    longest = max(heads, key=lambda it: (asked.find(f" {it} ") < 0, len(it)))
    after = asked.split(f" {longest} ", 1)[1].split()[:2]
    if set(after[1:]) - {"uy", "doan"}:
        after = after[:1]  # "Bí thư Huyện đoàn" is not of the "Huyện ủy"
    wanted = " ".join([longest, *(word for word in after if word not in {"la", "cua"})])
    if not longest.startswith("pho"):
        said = said.replace(f" pho {longest} ", " ")
    if f" tong {longest} " not in asked:
        said = said.replace(f" tong {longest} ", " ")
    if " nguyen " not in asked:
        for former in ("nguyen", "cuu"):
            said = said.replace(f" {former} {longest} ", " ")
    level = next((it for it in _LEVELS if f" {wanted} {it} " in asked), None)
    for other in _LEVELS if level else ():  # "Chủ tịch UBND huyện" is not the province's
        said = said.replace(f" {wanted} {other} ", " ") if other != level else said
    name = " ".join(folded_words(choice.text))
    # "Hiệu trưởng nhà trường", "Bí thư Chi bộ Hoàng Thị …": the body is told before
    # "Bí thư xã …" is the "Bí thư Đảng ủy xã …"
    within = [
        f"{longest} {body}{wanted[len(longest) :]}" for body in ("dang uy", "dang bo", "ubnd")
    ]
    forms = (wanted, *within, f"{longest} nha", f"{longest} {name}", f"{longest} |")
    return any(f" {it} " in said for it in forms)


def holds_it_there(question: Question, choice: Choice, facts: Facts) -> bool:
    """Whether a place that is asked of a person's post ("làm bí thư tỉnh nào") is of that post."""
    if question.kind != "where":
        return True
    asked = f" {' '.join(word.folded for word in question.words)} "
    before = f" {' '.join(word.folded for word in question.words[: question.slot[0]])}"
    heads = [it for it in table("question.toml")["post_heads"]["folded"] if before.endswith(it)]
    people = [it for it in facts.people if f" {fold(it.name)} " in asked]
    if not heads or not people:
        return True
    name = " ".join(folded_words(choice.text))
    posts = [" ".join(folded_words(post)) for person in people for post in person.posts]
    return any(
        name in post and f" {head} " in f" {post} ".replace(f" pho {head} ", " ")
        for post in posts
        for head in heads
    )
