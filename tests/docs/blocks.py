"""Fenced blocks of Markdown, and what their info string asks of the test.

    ```python runnable          runs; the blocks of a page share their names, in order
    ```python strategy          is a strategy, replayed over made-up bars
    ```python on_start          lines of a strategy's on_start
    ```python strategies/x.py   is that file, whole; so for any language and path
    ```cpp part indicators/y.h  is part of that file; of a file that does not exist: compiles as it
    ```toml run.toml            is written beside the commands of its page
    ```sh                       each `taipan` command exits with 0
    ```text demo                is what the demo prints
"""

import dataclasses
import pathlib
import re

FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Block:
    page: pathlib.Path
    line: int
    language: str
    words: tuple
    text: str

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(page):
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        language, *words = match[1].split() or [""]
        yield Block(page, text.count("\n", 0, match.start()) + 1, language, tuple(words), match[2])


def prose(page):
    """The page without its blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))
