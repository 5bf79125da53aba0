"""Times `taipan replay` on a million bars: the loop, the callback into Python, and what they carry.

Writes what Google Benchmark would, for bench/table.py.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

BARS = 1_000_000
REPETITIONS = 3
EMPTY = '''from taipan import Strategy


class Empty(Strategy):
    def on_bar(self, bar):
        pass
'''


def write_bars(path):
    rng = random.Random(20240229)
    price = 100.0
    with path.open("w") as file:
        file.write("timestamp,open,high,low,close,volume\n")
        for i in range(BARS):
            begin, price = price, max(1.0, price + rng.gauss(0.0, 0.1))
            file.write(f"{1_500_000_000 + 60 * i},{begin:.2f},{max(begin, price) + 0.1:.2f},"
                       f"{min(begin, price) - 0.1:.2f},{price:.2f},1000\n")


def seconds(binary, strategy, data):
    result = subprocess.run([binary, "replay", strategy, "--data", data, "--json"],
                            capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{strategy.name}: {result.stderr}")
    report = json.loads(result.stdout)
    assert report["bars"] == BARS, report["bars"]
    return report["seconds"]


def main():
    binary, strategies, output = map(pathlib.Path, sys.argv[1:])
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "bars.csv")
        write_bars(data)
        empty = pathlib.Path(folder, "empty.py")
        empty.write_text(EMPTY)
        for strategy in (empty, strategies / "ema_cross.py"):
            for _ in range(REPETITIONS):
                for phase, time in seconds(binary, strategy, data).items():
                    name = f"replay/python/{strategy.stem}/{phase}"
                    runs.append({"name": name, "run_type": "iteration", "time_unit": "s",
                                 "real_time": time, "values": BARS})
    output.write_text(json.dumps({"benchmarks": runs}))


if __name__ == "__main__":
    main()
