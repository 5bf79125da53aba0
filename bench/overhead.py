"""What calling from Python adds: run with PYTHONPATH=build/python, on an otherwise idle machine.

Native is the same work without Python, into memory that is already there. Every figure is the
shortest of several runs; the two sides take turns, so that a slow moment hits both.
"""

import argparse
import time

import numpy as np

import taipan as ta
from taipan import _taipan

LARGE = 1_000_000
SMALL = 100
LARGEST_OVERHEAD = 0.02
SMALL_CALL_NS = 2000
FIXED_NS = 1500
UPDATE_NS = 80


def bars(size):
    random = np.random.default_rng(1)
    close = 100.0 * np.exp(np.cumsum(random.normal(0.0, 0.001, size)))
    opening = close * np.exp(random.normal(0.0, 0.001, size))
    return {"open": opening, "close": close,
            "high": np.maximum(opening, close) * 1.001, "low": np.minimum(opening, close) * 0.999,
            "volume": random.lognormal(8.0, 1.0, size), "time": 6e4 * np.arange(size)}


def seconds(function, inner):
    """Of one call, the loop's own cost included."""
    start = time.perf_counter()
    for _ in range(inner):
        function()
    return (time.perf_counter() - start) / inner


def compare(name, facts, columns, rounds, inner):
    inputs = tuple(columns[field] for field in facts["fields"])
    parameters = tuple(p["default"] for p in facts["parameters"] if "single" in p["calls"])
    function = getattr(ta, name)
    python = native = float("inf")
    for _ in range(rounds):
        python = min(python, seconds(lambda: function(*inputs, *parameters), inner))
        native = min(native, _taipan._native_seconds(name, inputs, parameters, inner))
    return python, native


def update_ns(facts, rounds):
    """One update() through a bound method, the empty loop taken off."""
    update = getattr(ta, facts["stream"])().update
    row = (100.0, 99.0, 99.5, 1000.0, 100.0)[:len(facts["inputs"])]
    repeats = range(20_000)

    def full():
        for _ in repeats:
            update(*row)

    def empty():
        for _ in repeats:
            pass

    cost = min(seconds(full, 1) for _ in range(rounds))
    return (cost - min(seconds(empty, 1) for _ in range(rounds))) / len(repeats) * 1e9


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="indicators; all by default")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    known = ta.indicators()
    large, small = bars(LARGE), bars(SMALL)
    print(f"{'':24}{'1,000,000 values':>30}{'100 values':>27}{'update()':>12}")
    print(f"{'indicator':24}{'python us':>10}{'native us':>10}{'added':>10}"
          f"{'python ns':>10}{'native':>8}{'added':>9}{'ns':>12}")
    for name in options.names or known:
        facts = known[name]
        python, native = compare(name, facts, large, 3 * options.rounds, 1)
        call, bare = compare(name, facts, small, options.rounds, 2000)
        print(f"{name:24}{python * 1e6:10.0f}{native * 1e6:10.0f}{(python - native) / native:10.2%}"
              f"{call * 1e9:10.0f}{bare * 1e9:8.0f}{(call - bare) * 1e9:9.0f}"
              f"{update_ns(facts, options.rounds):12.0f}")
    print(f"aims: at most {LARGEST_OVERHEAD:.0%} added to large calls, {FIXED_NS} ns to any, "
          f"{SMALL_CALL_NS} ns for 100 values of a plain average, {UPDATE_NS} ns an update")


if __name__ == "__main__":
    main()
