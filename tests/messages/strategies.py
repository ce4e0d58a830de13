"""Hostile formatted text for Hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.messages.rich import Block, Blocks, Span

NASTY = (
    "<b>",
    "</a>",
    "&amp;",
    '"><script>',
    "a\u0301\u0323",
    "ế" * 3,
    "👨‍👩‍👧",
    "🇻🇳🇻🇳",
    "👍🏽",
    "\u202e",
    "\ud800",
    "\x00",
    "\x1b[31m",
    "\n",
    "\u2028",
    "\u200b",
    ". ",
    "  ",
    "Ủy ban nhân dân ",
    "x" * 70,
    "\u0300" * 30,
)

words = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=6).map("".join)
hrefs = st.one_of(
    st.none(),
    st.text(max_size=20),
    words.map(lambda text: f"https://bao.example/{text}"),
    st.sampled_from(
        ["http://", "javascript:alert(1)", "https://a b/", "tg://user?id=1", "http://[x"]
    ),
)
spans = st.builds(
    Span,
    words,
    bold=st.booleans(),
    italic=st.booleans(),
    code=st.booleans(),
    href=hrefs,
    struck=st.booleans(),
    underlined=st.booleans(),
)
lines = st.lists(spans, max_size=4).map(tuple)
blocks: st.SearchStrategy[Blocks] = st.lists(
    st.builds(
        Block,
        st.lists(lines, max_size=3).map(tuple),
        quote=st.booleans(),
        expandable=st.booleans(),
        tight=st.booleans(),
    ),
    max_size=4,
).map(tuple)


def grown(content: Blocks, factor: int) -> Blocks:
    """Each text repeated `factor` times, up to 40,000 characters: large input, small examples."""
    return tuple(
        replace(
            block,
            lines=tuple(
                tuple(replace(span, text=(span.text * factor)[:40_000]) for span in line)
                for line in block.lines
            ),
        )
        for block in content
    )
