"""Output that cannot be written: nothing aborts, and no result is lost in silence."""

import os
import subprocess

import pytest

from cli_support import BUILD, write_bars, write_strategy


@pytest.fixture
def replay(tmp_path):
    strategy = write_strategy(tmp_path / "strategy.py", "def on_bar(self, bar): pass")
    return f"{BUILD / 'taipan'} replay {strategy} --data {write_bars(tmp_path / 'bars.csv')}"


def shell(command):
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    return subprocess.run(["bash", "-c", "set -o pipefail; " + command], capture_output=True,
                          text=True, env=environment, timeout=120)


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full", "2> >(true)"])
def test_a_broken_stderr_does_not_stop_a_run(replay, redirection):
    done = shell(f"{replay} {redirection}")
    assert done.returncode == 0
    assert "Sharpe ratio" in done.stdout


def test_a_broken_stderr_does_not_change_the_exit_code():
    assert shell(f"{BUILD / 'taipan'} replay 2>/dev/full").returncode == 2


@pytest.mark.parametrize("arguments", ["indicators", "indicators macd", "--help", "--version"])
def test_a_full_stdout_is_told(arguments):
    done = shell(f"{BUILD / 'taipan'} {arguments} >/dev/full")
    assert done.returncode == 1
    assert done.stderr == "taipan: stdout cannot be written: No space left on device\n"


def test_a_full_stdout_is_told_but_the_files_are_written(replay, tmp_path):
    done = shell(f"{replay} --out {tmp_path / 'out'} >/dev/full")
    assert done.returncode == 1
    assert "taipan: stdout cannot be written: No space left on device\n" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["equity.csv", "trades.csv"]


def test_a_reader_that_had_enough_hears_no_more(replay):
    done = shell(f"{replay} --quiet | true")
    assert (done.returncode, done.stderr) == (0, "")
    done = shell(f"{replay} 2>&1 | head -1")
    assert done.returncode == 0
    assert "60 bars" in done.stdout


def test_the_report_is_there_when_a_file_cannot_be_written(replay, tmp_path):
    (tmp_path / "out" / "trades.csv").mkdir(parents=True)
    done = shell(f"{replay} --out {tmp_path / 'out'}")
    assert done.returncode == 1
    assert "Sharpe ratio" in done.stdout
    assert f"taipan: {tmp_path / 'out' / 'trades.csv'} cannot be written: Is a directory" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["trades.csv"]
