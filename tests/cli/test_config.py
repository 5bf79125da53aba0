"""Configuration files."""

import json

import pytest

from cli_support import ROOT, SP500, taipan, write_bars, write_strategy

STRATEGY = """
size = param(2, 1, 10)
label = param("none")
bought = False

def on_bar(self, bar):
    if not self.bought:
        self.buy(self.size)
    self.bought = True
"""


@pytest.fixture
def folder(tmp_path):
    write_bars(tmp_path / "bars.csv")
    write_strategy(tmp_path / "strategy.py", STRATEGY)
    return tmp_path


def config(folder, text, paths=True):
    file = folder / "run.toml"
    head = 'strategy = "strategy.py"\ndata = "bars.csv"\n' if paths else ""
    file.write_text(head + text)
    return file


def test_everything_can_be_set(folder):
    file = config(folder, 'cash = 500\ncommission = 0.5\nfrom = 2000-01-04\nto = "2000-01-07"\n'
                          'out = "results"\n[param]\nsize = 3\nlabel = "x"\n')
    report = json.loads(taipan("replay", "--config", file, "--json", cwd="/").stdout)
    assert report["bars"] == 4
    assert report["parameters"] == {"size": 3, "label": "x"}
    # The closes are 120, 110, 100, 110; bought at the second day's open, which is 120.
    assert report["statistics"]["final_equity"] == 500 + 3 * (110 - 120) - 0.5 * 3 * 120
    assert (folder / "results" / "trades.csv").exists(), "relative to the file, not to us"


def test_the_command_line_wins(folder):
    file = config(folder, "cash = 500\n[param]\nsize = 3\nlabel = 'x'\n")
    report = json.loads(taipan("replay", "--config", file, "--json", "--cash", 700, "--param",
                               "size=4", "--to", "2000-01-03").stdout)
    assert report["statistics"]["final_equity"] == 700
    assert report["parameters"] == {"size": 4, "label": "x"}


@pytest.mark.parametrize("text, place, words", [
    ("comission = 1", "3:1", "unknown key 'comission'; did you mean 'commission'?"),
    ("xyzzy = 1", "3:1", "unknown key 'xyzzy'"),
    ("cash = 'much'", "3:8", "cash: 'much' is not a number"),
    ("out = 3", "3:7", "out: 3 is not a path in quotes"),
    ("from = 3", "3:8", "from: 3 is not a date"),
    ("param = 3", "3:9", "param: 3 is not a table"),
    ("[param]\nsize = [1, 2]", "4:8", "size: [ 1, 2 ] is not a number, a text, true or false"),
    ("cash = ", "3:8", ""),
    ("cash = 1\ncash = 2", "4:8", "cannot redefine"),
])
def test_mistakes_are_named_with_their_place(folder, text, place, words):
    file = config(folder, text + "\n")
    done = taipan("replay", "--config", file, code=2)
    assert f"{file}:{place}: " in done.stderr
    assert words in done.stderr


def test_unknown_parameters_are_refused(folder):
    file = config(folder, "[param]\nsiez = 3\n")
    assert "did you mean 'size'?" in taipan("replay", "--config", file, code=2).stderr


def test_a_missing_file(folder):
    done = taipan("replay", "--config", folder / "none.toml", code=2)
    assert "none.toml" in done.stderr


def test_a_directory_is_not_an_empty_file(folder):
    done = taipan("replay", folder / "strategy.py", "--data", folder / "bars.csv", "--config", folder,
                  code=2)
    assert f"--config: {folder} is a directory" in done.stderr


def test_a_number_with_a_point_is_no_whole_number(folder):
    by_file = taipan("replay", "--config", config(folder, "[param]\nsize = 3.0\n"), code=2)
    by_option = taipan("replay", "--config", config(folder, ""), "--param", "size=3.0", code=2)
    assert by_file.stderr == by_option.stderr
    assert "3.0" in by_file.stderr


@pytest.mark.parametrize("number", ["0.1", "2.5", "10.0", "1e22", "1e-7", "123456789.25"])
def test_numbers_keep_their_value(folder, number):
    write_strategy(folder / "strategy.py", "factor = param(1.0)\n\ndef on_bar(self, bar): pass")
    file = config(folder, f"[param]\nfactor = {number}\n")
    report = json.loads(taipan("replay", "--config", file, "--json").stdout)
    assert report["parameters"] == {"factor": float(number)}


EXAMPLES = sorted((ROOT / "config").glob("*.toml"))


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_examples_run(file, tmp_path):
    if not SP500.exists():
        pytest.skip(f"{SP500} is not there: run scripts/setup")
    report = json.loads(taipan("replay", "--config", file, "--json", "--out", tmp_path).stdout)
    assert report["bars"] > 0 and report["trades"] > 0
