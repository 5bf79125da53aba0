"""Which Python the binary runs: that of the active virtual environment, else that of the build."""

import os
import pathlib
import subprocess
import sys

import pytest

BINARY = pathlib.Path(os.environ["TAIPAN_BUILD_DIR"], "taipan")
STRATEGY = """import sys
from taipan import Strategy

class Report(Strategy):
    def on_start(self):
        import numpy
        try:
            import only_in_this_environment as found
        except ImportError:
            found = None
        print("REPORT", sys.prefix, sys.base_prefix, found is not None)
"""
BARS = "date,open,high,low,close\n2000-01-03,1,2,1,2\n2000-01-04,2,3,2,3\n"


def run(folder, **variables):
    strategy, bars = folder / "report.py", folder / "bars.csv"
    strategy.write_text(STRATEGY)
    bars.write_text(BARS)
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "LD_PRELOAD")
    environment = {k: v for k, v in os.environ.items() if k not in hidden} | variables
    done = subprocess.run([BINARY, "replay", strategy, "--data", bars], env=environment,
                          capture_output=True, text=True, timeout=60)
    lines = [line.split() for line in (done.stdout + done.stderr).splitlines()
             if line.startswith("REPORT")]
    return (lines[0][1:] if lines else None), done


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("environment") / "venv"
    made = subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip",
                           folder], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"{sys.executable} -m venv does not work here: {made.stdout}{made.stderr}")
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "only_in_this_environment.py").write_text("")
    return folder


def test_without_an_environment_it_is_that_of_the_build(tmp_path):
    report, done = run(tmp_path, PATH="/usr/bin:/bin")
    assert report is not None, done.stderr
    assert report[0] == report[1] == sys.base_prefix and report[2] == "False"


def test_the_active_environment_wins(tmp_path, environment):
    report, done = run(tmp_path, VIRTUAL_ENV=str(environment))
    assert report == [str(environment), sys.base_prefix, "True"], done.stderr


def test_an_environment_first_on_path_counts_as_active(tmp_path, environment):
    report, done = run(tmp_path, PATH=f"{environment / 'bin'}:/usr/bin:/bin")
    assert report == [str(environment), sys.base_prefix, "True"], done.stderr


def fake_environment(folder, line):
    folder.mkdir()
    (folder / "pyvenv.cfg").write_text(f"home = /nowhere\n{line}\n")
    return str(folder)


@pytest.mark.parametrize("line, version", [("version = 3.4.1", "Python 3.4.1"),
                                           ("version_info = 2.7.18.final.0", "Python 2.7.18"),
                                           ("other = 1", "an unknown Python")])
def test_an_environment_of_another_version_is_refused(tmp_path, line, version):
    report, done = run(tmp_path, VIRTUAL_ENV=fake_environment(tmp_path / "old", line))
    assert report is None and done.returncode != 0
    assert version in done.stderr and "{}.{}".format(*sys.version_info) in done.stderr


def test_what_is_no_environment_is_refused(tmp_path):
    report, done = run(tmp_path, VIRTUAL_ENV=str(tmp_path))
    assert report is None and done.returncode != 0
    assert "no virtual environment" in done.stderr and str(tmp_path) in done.stderr


def test_an_environment_without_numpy_is_named(tmp_path):
    folder = tmp_path / "bare"
    made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder],
                          capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"{sys.executable} -m venv does not work here: {made.stdout}{made.stderr}")
    report, done = run(tmp_path, VIRTUAL_ENV=str(folder))
    assert report is None and done.returncode != 0
    assert str(folder) in done.stderr and "NumPy" in done.stderr
