"""Dependencies point one way: cli -> scripting -> engine -> indicators."""

import os
import pathlib
import re

ROOT = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[1]))
LAYERS = ["indicators", "engine", "scripting", "cli"]
# What a layer must not know, by the beginning of the header's name.
FOREIGN = {
    "indicators": ("Python.h", "pybind11/", "numpy/", "boost/asio", "boost/beast", "spdlog/",
                   "fstream", "filesystem", "iostream"),
    "engine": ("Python.h", "pybind11/", "numpy/", "CLI/", "iostream"),
    "scripting": ("CLI/",),
    "cli": ("Python.h", "numpy/"),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def includes():
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                for quote, header in INCLUDE.findall(path.read_text()):
                    yield layer, path.relative_to(ROOT), quote, header


def test_layers_are_found():
    assert {layer for layer, *_ in includes()} == set(LAYERS)


def test_a_layer_includes_only_itself_and_those_below():
    wrong = [
        f"{path}: {header}"
        for layer, path, _, header in includes()
        if header.split("/")[0] in LAYERS
        and LAYERS.index(header.split("/")[0]) > LAYERS.index(layer)
    ]
    assert not wrong


def test_a_layer_does_not_know_what_is_foreign_to_it():
    wrong = [
        f"{path}: {header}"
        for layer, path, _, header in includes()
        if header.startswith(FOREIGN[layer])
    ]
    assert not wrong


def test_own_headers_are_named_from_the_root():
    generated = {"taipan_version.h"}
    wrong = [
        f"{path}: {header}"
        for _, path, quote, header in includes()
        if quote == '"' and header not in generated and not (ROOT / header).is_file()
        and not header.startswith(("hwy/",))
    ]
    assert not wrong
