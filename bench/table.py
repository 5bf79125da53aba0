"""Reads Google Benchmark's JSON and prints one table of ratios.

A figure is the fastest of its repetitions: what else the machine did can only have slowed it.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics

SIZES = (10_000, 1_000_000)
ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("TAIPAN_SHARED", ROOT.parent / "shared"))


def read(paths):
    """Name -> its fastest repetition."""
    fastest = {}
    for path in paths:
        for run in json.loads(pathlib.Path(path).read_text())["benchmarks"]:
            if run["run_type"] != "iteration":
                continue
            threaded = run["name"].endswith("/real_time")
            name = run["name"].split("/iterations:")[0].removesuffix("/real_time")
            unit = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}[run["time_unit"]]
            # A thread's own time leaves out what other processes took; several threads have none.
            total = run["cpu_time" if "cpu_time" in run and not threaded else "real_time"] * unit
            if name not in fastest or total < fastest[name]["ns"]:
                fastest[name] = {"ns": total, "per_value": total / run["values"], **run}
    return fastest


def peers(file, column):
    path = SHARED / "peers" / file
    if not path.is_file():
        return {}
    with path.open() as lines:
        return {row["indicator"]: float(row[column]) for row in csv.DictReader(lines) if row[column]}


def cell(value, digits=2):
    return "" if value is None else f"{value:.{digits}f}"


def print_columns(header, rows):
    rows = [header] + rows
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    for row in rows:
        print("  ".join(text.ljust(width) if i == 0 else text.rjust(width)
                        for i, (text, width) in enumerate(zip(row, widths))).rstrip())


def yardstick(figures, name, size):
    return figures[f"yardstick/{name}/{size}"]["per_value"]


def single_columns(figures, name, size, peer):
    """ns, memcpy units, EMA units, ns on fresh memory; with the peer's EMA units and the ratio."""
    run = figures.get(f"single/{name}/{size}")
    if run is None:
        return [""] * 6
    ns = run["per_value"]
    fresh = figures.get(f"fresh/{name}/{size}")
    units = ns / yardstick(figures, "ema_loop", size)
    return [cell(ns, 3), cell(ns / yardstick(figures, "memcpy", size)), cell(units, 3),
            cell(fresh and fresh["per_value"], 3), cell(peer), cell(peer and peer / units, 1)]


def stream_columns(figures, name, peer):
    run = figures.get(f"stream/{name}")
    if run is None:
        return [""] * 3
    units = run["per_value"] / yardstick(figures, "ema_loop", SIZES[0])
    return [cell(run["per_value"], 1), cell(units), cell(peer and peer / units, 1)]


def bank_column(figures, name):
    run = figures.get(f"bank/{name}")
    return cell(run and run["per_value"])


def print_indicators(figures):
    names = sorted({name.split("/")[1] for name in figures
                    if name.startswith(("single/", "stream/", "bank/"))})
    if not names:
        return
    single = [peers("single.csv", column) for column in ("fastest_10k_ema_units",
                                                         "fastest_1M_ema_units")]
    stream = peers("stream.csv", "ema_units")
    header = ["indicator"]
    for size in ("10k", "1M"):
        header += [f"{size}: ns", "memcpy", "EMA", "fresh ns", "peer EMA", "faster"]
    header += ["stream: ns", "EMA", "faster", "bank: ns a symbol"]
    rows = []
    for name in names:
        row = [name]
        for size, peer in zip(SIZES, single):
            row += single_columns(figures, name, size, peer.get(name))
        row += stream_columns(figures, name, stream.get(name))
        rows.append(row + [bank_column(figures, name)])
    print("ns a value; in units of memcpy and of a plain EMA loop over as many values")
    print_columns(header, rows)


def grid_peers():
    """(indicator, threads) -> the peer's EMA units for a value of a row; its unit took 2.10 ns."""
    path = SHARED / "peers" / "batch.csv"
    if not path.is_file():
        return {}
    with path.open() as lines:
        return {(row["indicator"], int(row["threads"])): float(row["ns_per_value_and_row"]) / 2.10
                for row in csv.DictReader(lines)}


def print_grids(figures):
    names = sorted({name.split("/")[1] for name in figures if name.startswith("grid/")})
    if not names:
        return
    peer = grid_peers()
    header = ["100 lengths x 100,000 values"]
    header += ["1: ms", "ns a value", "EMA", "peer EMA", "faster"] * 2 + ["2 over 1"]
    header[6] = "2: ms"
    factors = {1: [], 2: []}
    rows = []
    for name in names:
        row = [name]
        total = {}
        for threads in (1, 2):
            run = figures.get(f"grid/{name}/{threads}")
            if run is None:
                row += [""] * 5
                continue
            total[threads] = run["ns"]
            units = run["per_value"] / yardstick(figures, "ema_loop", SIZES[0])
            theirs = peer.get((name, threads))
            if theirs:
                factors[threads].append(theirs / units)
            row += [cell(run["ns"] / 1e6), cell(run["per_value"], 3), cell(units, 3),
                    cell(theirs), cell(theirs and theirs / units, 1)]
        rows.append(row + [cell(total[1] / total[2]) if len(total) == 2 else ""])
    print("\nsweeps on one and on two threads")
    print_columns(header, rows)
    for threads, list_ in factors.items():
        if list_:
            print(f"geometric mean on {threads}: {statistics.geometric_mean(list_):.1f} times")


def print_sweeps(figures):
    peak = figures["yardstick/fma"]["per_value"]
    names = sorted(name for name in figures if name.startswith("sweep/"))
    if names:
        print()
        print_columns(["sweep (memory, threads)", "ms", "ns a value", "of one core's FMA peak"],
                      [[name, cell(figures[name]["ns"] / 1e6, 0), cell(figures[name]["per_value"], 3),
                        f"{100 * figures[name]['fmas'] * peak / figures[name]['ns']:.0f} %"]
                       for name in names])


def print_replays(figures):
    names = sorted(name for name in figures if name.startswith("replay/"))
    if names:
        print()
        print_columns(["replay", "ns a bar", "million bars/s"],
                      [[name, cell(figures[name]["per_value"], 1),
                        cell(1e3 / figures[name]["per_value"])] for name in names])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="outputs of the benchmark programs")
    parser.add_argument("--json", type=pathlib.Path, help="write the fastest repetitions here")
    arguments = parser.parse_args()
    figures = read(arguments.files)
    print("yardsticks: " + ", ".join(
        f"{what} {yardstick(figures, name, size):.3f} ns at {size:,}"
        for name, what in (("memcpy", "memcpy"), ("ema_loop", "EMA loop")) for size in SIZES)
        + f", FMA peak {1 / figures['yardstick/fma']['per_value']:.1f} billion/s")
    print_indicators(figures)
    print_grids(figures)
    print_sweeps(figures)
    print_replays(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
