"""Writes the .pyi of the extension from the registry and the types of strategies:
write_stubs.py PACKAGE_PARENT STRATEGY_TYPES OUTPUT."""

import pathlib
import sys

HEADER = '''"""Written by the build from the registry of indicators."""

from collections.abc import Sequence
from typing import Any, Self, TypedDict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
IntegerRange = int | tuple[int, int, int] | None
RealRange = float | tuple[float, float, float] | None
TextRange = str | tuple[str, str, int] | None

__version__: str

def indicators() -> dict[str, dict[str, Any]]: ...
def kernels() -> list[str]: ...
def set_num_threads(n: int, /) -> None: ...
def get_num_threads() -> int: ...
'''

KEY_TYPES = {"int": "Integers", "float": "Array", "str": "list[str]"}
RANGE_TYPES = {"int": "IntegerRange", "float": "RealRange", "str": "TextRange"}


def results(facts, one):
    count = len(facts["outputs"])
    return one if count == 1 else f"tuple[{', '.join([one] * count)}]"


def typed_dict(name, types):
    fields = ", ".join(f"{key!r}: {kind}" for key, kind in types.items())
    return f"{name} = TypedDict({name!r}, {{{fields}}})\n"


def arguments(inputs, kind, settings):
    typed = [f"{name}: {kind}" for name in inputs]
    return ", ".join(typed + settings + ["kernel: str | None = ..."])


def defaults(facts, call):
    return [f"{p['name']}: {p['type']} | None = {p['default']!r}"
            for p in facts["parameters"] if call in p["calls"]]


def range_arguments(parameter):
    if len(parameter["batch_arguments"]) > 1:
        return [f"{name}: {parameter['type']} | None = None" for name in parameter["batch_arguments"]]
    kind = RANGE_TYPES[parameter["type"]] if parameter["is_swept"] else "str | None"
    return [f"{parameter['batch_arguments'][0]}: {kind} = {parameter['default']!r}"]


def ranges(facts):
    return [argument for p in facts["parameters"] if "batch" in p["calls"]
            for argument in range_arguments(p)]


def single(name, facts):
    given = arguments(facts["inputs"], "npt.ArrayLike", defaults(facts, "single"))
    made, result = "", results(facts, "Array")
    if facts["result"] == "dict":
        result = f"_{name}_result"
        made = typed_dict(result, {output: "Array" for output in facts["outputs"]})
    return f"{made}def {name}({given}) -> {result}:\n    {facts['title'] + '.'!r}\n"


def batch(name, facts):
    keys = {key: "Array" for key in facts["batch_keys"]}
    keys |= {p["batch_key"]: KEY_TYPES[p["type"]] for p in facts["parameters"]}
    keys |= {"rows": "int", "cols": "int"}
    kind = "Sequence[npt.ArrayLike]" if facts["batch_of_series"] else "npt.ArrayLike"
    what = "many series" if facts["batch_of_series"] else "every combination of the ranges"
    return (f"{typed_dict(f'_{name}_batch', keys)}"
            f"def {name}_batch({arguments(facts['batch_inputs'], kind, ranges(facts))})"
            f" -> _{name}_batch:\n    {facts['title'] + f', {what}.'!r}\n")


def stream(facts):
    row = ", ".join(["self"] + [f"{value}: float" for value in facts["row"]])
    creation = ", ".join(["cls"] + defaults(facts, "stream"))
    return (f"class {facts['stream']}:\n"
            f"    {facts['title'] + ', one value at a time.'!r}\n"
            f"    def __new__({creation}) -> {facts['stream']}: ...\n"
            f"    def update({row}) -> {results(facts, 'float')} | None: ...\n"
            f"    def reset(self) -> None: ...\n"
            f"    def state(self) -> bytes: ...\n"
            f"    @classmethod\n"
            f"    def from_state(cls, state: bytes | bytearray | memoryview, /) -> Self: ...\n"
            f"    @property\n"
            f"    def warmup(self) -> int: ...\n")


def bank(facts):
    creation = ", ".join(["cls", "symbols: int"] + defaults(facts, "stream") + ["kernel: str | None = ..."])
    row = ", ".join(["self"] + [f"{name}: npt.ArrayLike" for name in facts["inputs"]])
    rows = results(facts, "Array")
    return (f"class {facts['bank']}:\n"
            f"    {facts['title'] + ', of many symbols at once.'!r}\n"
            f"    def __new__({creation}) -> {facts['bank']}: ...\n"
            f"    def update({row}, out: {rows} | None = ...) -> {rows}: ...\n"
            f"    def reset(self) -> None: ...\n"
            f"    def state(self) -> bytes: ...\n"
            f"    @classmethod\n"
            f"    def from_state(cls, state: bytes | bytearray | memoryview, /) -> Self: ...\n"
            f"    @property\n"
            f"    def symbols(self) -> int: ...\n"
            f"    @property\n"
            f"    def warmup(self) -> int: ...\n")


def lines_class(name, facts):
    lines = "".join(f"    {output}: LiveSeries\n" for output in facts["outputs"])
    return f"class _{name}_lines(NamedTuple):\n{lines}" if len(facts["outputs"]) > 1 else ""


def strategy_method(name, facts):
    sources = [f"{i}: _Source = {field!r}" for i, field in zip(facts["inputs"], facts["fields"])]
    if len(sources) == 1 and "source" not in facts["inputs"]:
        sources.append("source: _Source | None = None")
    settings = ", ".join(["self"] + defaults(facts, "stream") + ["*"] + sources)
    result = "LiveSeries" if len(facts["outputs"]) == 1 else f"_{name}_lines"
    return f"    def {name}({settings}) -> {result}: ..."


def main(package_parent, strategy_types, output):
    sys.path.insert(0, package_parent)
    from taipan import _taipan

    parts = [HEADER]
    for name, facts in _taipan.indicators().items():
        parts += [single(name, facts), batch(name, facts), stream(facts), bank(facts)]
    parts += [lines_class(name, facts) for name, facts in _taipan.indicators().items()]
    parts.append(pathlib.Path(strategy_types).read_text(encoding="utf-8").rstrip("\n"))
    parts += [strategy_method(name, facts) for name, facts in _taipan.indicators().items()]
    text = "\n".join(parts) + "\n"
    target = pathlib.Path(output)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
