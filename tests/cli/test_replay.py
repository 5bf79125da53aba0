"""taipan replay, as a user meets it."""

import csv
import json
import os
import pty
import signal
import subprocess

import pytest

from cli_support import BUILD, CLOSES, taipan, write_bars, write_strategy

# Buys at the close of bar 2 and closes at that of bar 5: fills at the opens of bars 3 and 6.
ROUND_TRIP = """
size = param(2, 1, 10)
count = 0

def on_bar(self, bar):
    self.count += 1
    if self.count == 3:
        self.buy(self.size)
    if self.count == 6:
        self.close()
"""


@pytest.fixture
def bars(tmp_path):
    return write_bars(tmp_path / "bars.csv")


@pytest.fixture
def strategy(tmp_path):
    return write_strategy(tmp_path / "strategy.py", ROUND_TRIP)


def test_the_json_is_one_object_with_what_was_promised(strategy, bars):
    done = taipan("replay", strategy, "--data", bars, "--json", "--commission", 0.01, "--cash", 1000)
    report = json.loads(done.stdout)
    assert report["bars"] == len(CLOSES)
    assert report["seconds"]["load"] >= 0 and report["seconds"]["run"] >= 0
    assert report["trades"] == 1
    assert report["strategy"] == "Test"
    assert report["file"] == str(strategy)
    assert report["data"] == str(bars)
    assert report["parameters"] == {"size": 2}
    assert report["start"] == "2000-01-03T00:00:00Z"
    # Bought at the close of bar 2, sold at that of bar 5, where bars open.
    entry, leave = CLOSES[2], CLOSES[5]
    commission = 2 * (entry + leave) * 0.01
    statistics = report["statistics"]
    assert statistics["final_equity"] == pytest.approx(1000 + 2 * (leave - entry) - commission)
    assert statistics["commission"] == pytest.approx(commission)
    assert statistics["exposure_pct"] == pytest.approx(100 * 4 / 60)
    assert all(value is None or isinstance(value, (int, float)) for value in statistics.values())


def test_what_is_undefined_is_null_and_the_output_still_json(tmp_path, bars):
    idle = write_strategy(tmp_path / "idle.py", "def on_bar(self, bar): pass")
    report = json.loads(taipan("replay", idle, "--data", bars, "--json").stdout)
    assert report["statistics"]["win_rate_pct"] is None
    assert report["statistics"]["sharpe"] is None
    assert report["trades"] == 0


def test_the_table_is_on_stdout_and_what_was_detected_on_stderr(strategy, bars):
    done = taipan("replay", strategy, "--data", bars)
    for word in ("Return", "Annual return", "Annual volatility", "Sharpe ratio", "Max drawdown",
                 "Trades", "Win rate", "Profit factor", "Exposure", "next bar's open"):
        assert word in done.stdout
    assert "60 bars, 2000-01-03 to" in done.stderr
    assert "\r" not in done.stderr, "a progress bar where there is no terminal"
    assert taipan("replay", strategy, "--data", bars, "--quiet").stderr == ""


def test_the_rules_are_not_rounded(strategy, bars):
    text = taipan("replay", strategy, "--data", bars, "--cash", "1234567.89",
                  "--commission", "0.0007").stdout
    assert "starting cash 1234567.89\n" in text
    assert "commission 0.07 %" in text


def test_explain_adds_the_definitions(strategy, bars):
    assert "risk-free rate 0" not in taipan("replay", strategy, "--data", bars).stdout
    assert "risk-free rate 0" in taipan("replay", strategy, "--data", bars, "--explain").stdout


def test_files_in_the_output_directory(strategy, bars, tmp_path):
    out = tmp_path / "deep" / "results"
    taipan("replay", strategy, "--data", bars, "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["equity.csv", "trades.csv"]
    trades = list(csv.DictReader((out / "trades.csv").open()))
    assert [(row["entry_bar"], row["exit_bar"], row["size"]) for row in trades] == [("3", "6", "2")]
    assert float(trades[0]["entry_price"]) == CLOSES[2]
    assert float(trades[0]["exit_price"]) == CLOSES[5]
    equity = list(csv.DictReader((out / "equity.csv").open()))
    assert len(equity) == 60
    assert [row["position"] for row in equity[2:7]] == ["0", "2", "2", "2", "0"]
    assert float(equity[4]["equity"]) == 10000 + 2 * (CLOSES[4] - CLOSES[2])


def test_two_runs_write_the_same_bytes(strategy, bars, tmp_path):
    for name in ("one", "two"):
        taipan("replay", strategy, "--data", bars, "--commission", 0.0013, "--out", tmp_path / name)
    for name in ("trades.csv", "equity.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_parameters_reach_the_strategy(strategy, bars):
    report = json.loads(
        taipan("replay", strategy, "--data", bars, "--json", "--param", "size=5").stdout)
    assert report["parameters"] == {"size": 5}
    assert report["statistics"]["final_equity"] == 10000 + 5 * (CLOSES[5] - CLOSES[2])


def test_an_interval_includes_both_ends(strategy, bars):
    report = json.loads(taipan("replay", strategy, "--data", bars, "--json", "--from", "2000-01-05",
                               "--to", "2000-01-14").stdout)
    assert report["bars"] == 10
    assert report["start"] == "2000-01-05T00:00:00Z"
    assert report["end"] == "2000-01-14T00:00:00Z"


def test_data_may_come_from_a_pipe(strategy, bars):
    report = json.loads(taipan("replay", strategy, "--data", "/dev/stdin", "--json",
                               stdin=bars.read_text()).stdout)
    assert report["bars"] == 60


def test_prints_of_a_strategy_do_not_disturb_the_json(tmp_path, bars):
    chatty = write_strategy(tmp_path / "chatty.py", "def on_bar(self, bar): print('hello')")
    done = taipan("replay", chatty, "--data", bars, "--json")
    assert json.loads(done.stdout)["bars"] == 60
    assert done.stderr.count("hello") == 60


def test_a_strategy_that_fails_shows_its_own_line_and_keeps_the_results(tmp_path, bars):
    failing = write_strategy(tmp_path / "failing.py", ROUND_TRIP + """
    if self.count == 20:
        raise ValueError("on purpose")
""")
    out = tmp_path / "out"
    done = taipan("replay", failing, "--data", bars, "--json", "--out", out, code=1)
    line = failing.read_text().split("raise ValueError")[0].count("\n") + 1
    assert f'File "{failing}", line {line}, in on_bar' in done.stderr
    assert "ValueError: on purpose" in done.stderr
    report = json.loads(done.stdout)
    assert report["bars"] == 20 and report["trades"] == 1
    assert report["error"]["callback"] == "on_bar"
    assert report["error"]["time"] == report["end"]
    assert "on purpose" in report["error"]["text"]
    assert len((out / "equity.csv").read_text().splitlines()) == 21


@pytest.mark.parametrize("source, words", [
    ("x = (", "SyntaxError"),
    ("import no_such_module", "ModuleNotFoundError"),
    ("raise RuntimeError('at import')", "at import"),
])
def test_a_file_that_cannot_be_imported_fails(tmp_path, bars, source, words):
    broken = tmp_path / "broken.py"
    broken.write_text(source + "\n")
    done = taipan("replay", broken, "--data", bars, code=1)
    assert words in done.stderr and str(broken) in done.stderr
    assert done.stdout == ""


USAGE_ERRORS = [
    (["{strategy}"], "--data is missing"),
    (["--data", "{bars}"], "the strategy is missing"),
    (["{strategy}", "--data", "{bars}", "--comission", "1"], "did you mean '--commission'?"),
    (["{strategy}", "--data", "{bars}", "--param", "siez=1"], "did you mean 'size'?"),
    (["{strategy}", "--data", "{bars}", "--param", "size"], "'size' is not name=value"),
    (["{strategy}", "--data", "{bars}", "--param", "size=1", "--param", "size=2"], "given twice"),
    (["{strategy}", "--data", "{bars}", "--param", "size=x"], "size"),
    (["{strategy}", "--data", "{bars}", "--cash", "x"], "--cash"),
    (["{strategy}", "--data", "{bars}", "--cash", "-1"], "cash: -1 is not allowed"),
    (["{strategy}", "--data", "{bars}", "--commission", "1"], "commission: 1 is not allowed"),
    (["{strategy}", "--data", "{bars}", "--from", "03/01/2000"], "--from: '03/01/2000' is not"),
    (["{strategy}", "--data", "{bars}", "--to", "1999-12-31"], "no bar lies between"),
    (["{strategy}", "--data", "nowhere.csv"], "nowhere.csv: the file cannot be read"),
    (["{strategy}", "--data", "{strategy}"], "column 'time' is missing"),
    (["nowhere.py", "--data", "{bars}"], "nowhere.py"),
    (["{strategy}", "--data", "{bars}", "--out", "{bars}/x"], "cannot be made"),
    (["{strategy}", "another", "--data", "{bars}"], "unknown argument 'another'"),
]


@pytest.mark.parametrize("arguments, words", USAGE_ERRORS, ids=lambda value: str(value)[:60])
def test_what_cannot_be_is_refused(strategy, bars, arguments, words):
    filled = [argument.format(strategy=strategy, bars=bars) for argument in arguments]
    done = taipan("replay", *filled, code=2)
    assert words in done.stderr
    assert done.stdout == ""


def test_a_defect_in_the_data_is_named_with_its_place(strategy, tmp_path):
    data = tmp_path / "bars.csv"
    data.write_text("date,open,high,low,close\n2000-01-03,1,2,1,1\n2000-01-04,1,abc,1,1\n")
    done = taipan("replay", strategy, "--data", data, code=2)
    assert f"{data}:3:14: column 'high': value 'abc' is not a number" in done.stderr


def test_a_terminal_sees_a_progress_bar_that_goes_away(tmp_path, bars):
    slow = write_strategy(tmp_path / "slow.py", "def on_bar(self, bar): time.sleep(0.01)",
                          header="import time\nclass Test(Strategy):")
    ours, theirs = pty.openpty()
    done = subprocess.run([BUILD / "taipan", "replay", slow, "--data", bars, "--json"],
                          stdout=subprocess.PIPE, stderr=theirs, timeout=60)
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert json.loads(done.stdout)["bars"] == 60
    assert "\r[#" in seen and "bars/s" in seen
    assert seen.endswith("\r\x1b[K"), "the bar is still there"


def test_interrupting_stops_the_run_and_keeps_what_was_done(tmp_path, bars):
    slow = write_strategy(tmp_path / "slow.py", """
def on_bar(self, bar):
    print("bar", file=sys.stderr, flush=True)
    time.sleep(0.2)
""", header="import sys, time\nclass Test(Strategy):")
    run = subprocess.Popen([BUILD / "taipan", "replay", slow, "--data", bars, "--json", "--quiet"],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stderr.readline() == "bar\n"
    run.send_signal(signal.SIGINT)
    output, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert 1 <= json.loads(output)["bars"] < 60
    assert "taipan: interrupted at 2000-01-" in errors
    assert "Traceback" not in errors


def test_a_strategy_that_never_warms_up_is_told_so(tmp_path, bars):
    slow = """
def on_start(self):
    self.average = self.sma(100_000)

def on_bar(self, bar):
    raise AssertionError("not warm")
"""
    done = taipan("replay", write_strategy(tmp_path / "slow.py", slow), "--data", bars)
    assert "on_bar was never called" in done.stderr
    assert done.returncode == 0
