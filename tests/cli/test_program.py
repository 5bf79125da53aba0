"""The rest of the command line: help, version, indicators."""

import json
import re

import pytest

from cli_support import ROOT, taipan


def registered():
    files = (ROOT / "indicators").glob("*/*.cpp")
    return sorted(path.stem for path in files if path.parent.name not in ("core", "operators"))


def test_version():
    project = re.search(r"project\([^)]*VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())
    assert taipan("--version").stdout == f"taipan {project.group(1)}\n"


@pytest.mark.parametrize("command", [[], ["replay"], ["indicators"]], ids=str)
def test_help_has_examples(command):
    text = taipan(*command, "--help").stdout
    assert "Usage: taipan" in text
    assert "Examples:\n  taipan " in text


def test_the_replay_help_names_every_option_of_the_configuration():
    text = taipan("replay", "--help").stdout
    for option in ("strategy", "--data", "--param", "--cash", "--commission", "--from", "--to",
                   "--out", "--config", "--json"):
        assert option in text


@pytest.mark.parametrize("arguments, words", [
    ([], "required"),
    (["repaly"], "did you mean 'replay'?"),
    (["indicators", "mcad"], "did you mean 'macd'?"),
    (["indicators", "macd", "rsi"], "unknown argument 'rsi'"),
    (["--nonsense"], "unknown argument '--nonsense'"),
], ids=str)
def test_mistakes(arguments, words):
    done = taipan(*arguments, code=2)
    assert words in done.stderr
    assert done.stdout == ""


def test_the_list_has_every_indicator_under_its_family():
    lines = taipan("indicators").stdout.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == sorted(
        {path.parent.name for path in (ROOT / "indicators").glob("*/*.cpp")} - {"core", "operators"})
    assert sorted(line.split()[0] for line in lines if line.startswith("  ")) == registered()
    assert [entry["name"] for entry in json.loads(taipan("indicators", "--json").stdout)] == registered()


def test_one_indicator():
    text = taipan("indicators", "macd").stdout
    for word in ("Moving Average Convergence/Divergence", "fast_period", "12 by default", "signal",
                 "hist", "close", "formula", "Appel"):
        assert word in text
    described = json.loads(taipan("indicators", "macd", "--json").stdout)
    assert [output for output in described["outputs"]] == ["macd", "signal", "hist"]
    assert [p["default"] for p in described["parameters"][:3]] == [12, 26, 9]
    # The slow average takes 26 values, and smoothing it 9.
    assert described["warmup"] == 25 + 8


def test_indicators_need_no_python(monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert "macd" in taipan("indicators").stdout
