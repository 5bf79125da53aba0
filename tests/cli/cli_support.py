"""Runs the binary of this build."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("TAIPAN_BUILD_DIR", ROOT / "build"))
SP500 = ROOT / "node_modules/vega-datasets/data/sp500-2000.csv"

# Three days up, three days down, and so on: 60 bars.
CLOSES = [100 + 10 * abs(3 - i % 6) for i in range(60)]


def taipan(*arguments, code=0, cwd=None, stdin=None):
    """The finished process; its exit code must be the expected one."""
    # The preloaded sanitizer is for Python alone; the binary has its own.
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    done = subprocess.run([BUILD / "taipan", *map(str, arguments)], capture_output=True, text=True,
                          cwd=cwd, env=environment, timeout=120, input=stdin)
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def write_bars(path, closes=CLOSES):
    """Bars that open at the close before, one a day from 2000-01-03."""
    lines = ["date,open,high,low,close,volume"]
    opening = closes[0]
    for day, close in enumerate(closes):
        date = f"2000-{1 + (day + 2) // 28:02}-{1 + (day + 2) % 28:02}"
        lines.append(f"{date},{opening},{max(opening, close)},{min(opening, close)},{close},5")
        opening = close
    path.write_text("\n".join(lines) + "\n")
    return path


def write_strategy(path, body, header="class Test(Strategy):"):
    indented = "".join(f"    {line}\n" for line in body.strip("\n").split("\n"))
    path.write_text(f"from taipan import Strategy, param\n\n{header}\n{indented}")
    return path
