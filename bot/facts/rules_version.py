"""By which rules facts were read: a number that is another one whenever a rule or a table is.

Terms that are kept with articles were worked out by the rules of their day. Nobody has to remember
to say that a rule has changed: the number is a hash of the files themselves, so that a line added
to a gazetteer has stored articles read anew just as a new grammar does. A change that changes no
term costs one more reading of what is stored, in the background.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files

_RULES = {"bot.facts": None, "bot.language": None, "storage": frozenset({"text.py"})}
"""Packages that facts follow from; of the last one only how text is folded into syllables."""
_KINDS = (".py", ".toml", ".txt")


@cache
def rules_version() -> int:
    """The number of today's rules: above zero, below 2**48. Reads some 1.5 MB, once."""
    digest = blake2b(digest_size=6)
    for package, wanted in _RULES.items():
        found = {it.name: it for it in files(package).iterdir() if it.name.endswith(_KINDS)}
        for name in sorted(found):
            if wanted is None or name in wanted:
                content = found[name].read_bytes()
                digest.update(f"{package}/{name} {len(content)}\n".encode())
                digest.update(content)
    return int.from_bytes(digest.digest(), "big") or 1
