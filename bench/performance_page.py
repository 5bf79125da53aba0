"""Writes the tables of docs/performance.md from a run's figures.

scripts/bench --json figures.json && python3 bench/performance_page.py figures.json

The peers' figures are read from $TAIPAN_SHARED/peers (default ../shared beside the repository).
Text outside of the markers stays as it is.
"""

import argparse
import csv
import json
import math
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
SIZES = (("10k", 10_000), ("1M", 1_000_000))
PEERS = {"vectorta": "VectorTA", "talib": "TA-Lib", "tulip": "Tulip"}
# The loop that the peers' figures are given in took so many ns where they were measured.
PEER_UNIT = 2.10


def peer_rows(file):
    path = pathlib.Path(os.environ.get("TAIPAN_SHARED", ROOT.parent / "shared")) / "peers" / file
    with path.open() as lines:
        return {row["indicator"]: row for row in csv.DictReader(lines)}


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def summary(name, ratios):
    slower = sum(ratio < 1 for ratio in ratios)
    below = sum(1 <= ratio < 2 for ratio in ratios)
    return (f"{name}: geometric mean of {len(ratios)} indicators {geometric_mean(ratios):.2f} times the "
            f"fastest peer; {slower} slower than it, {below} less than twice as fast.")


def single(figures, unit):
    peers = peer_rows("single.csv")
    ratios = {label: [] for label, _ in SIZES}
    rows = []
    for name in sorted(key.split("/")[1] for key in figures if re.fullmatch(r"single/\w+/10000", key)):
        row = [name]
        for label, size in SIZES:
            ns = figures[f"single/{name}/{size}"]["per_value"]
            row += [f"{ns:.3f}", f"{ns / unit[size]:.3f}"]
            peer = peers.get(name, {}).get(f"fastest_{label}_ema_units")
            if not peer:
                row += ["", ""]
                continue
            by = PEERS[peers[name][f"fastest_{label}_by"].split("_")[0]]
            ratio = float(peer) * unit[size] / ns
            ratios[label].append(ratio)
            row += [f"{float(peer):.3f} {by}", f"{ratio:.1f}"]
        rows.append(row)
    header = ["indicator"] + [f"{label}: {column}" for label, _ in SIZES
                              for column in ("ns", "EMA units", "peer, EMA units", "times faster")]
    text = "\n".join("- " + summary(f"{size:,} values", ratios[label]) for label, size in SIZES)
    return text + "\n\n" + table(header, rows)


def streams(figures, unit):
    peers = peer_rows("stream.csv")
    rows, ratios = [], []
    for key in sorted(key for key in figures if key.startswith("stream/")):
        name = key.split("/")[1]
        ns = figures[key]["per_value"]
        peer = peers.get(name, {}).get("ema_units")
        bank = figures.get(f"bank/{name}")
        row = [name, f"{ns:.1f}", f"{ns / unit:.2f}", "", "", bank and f"{bank['per_value']:.2f}" or ""]
        if peer:
            ratios.append(float(peer) * unit / ns)
            row[3:5] = [f"{float(peer):.2f}", f"{ratios[-1]:.1f}"]
        rows.append(row)
    header = ["indicator", "ns an update", "EMA units", "peer, EMA units", "times faster",
              "bank: ns a symbol"]
    return "- " + summary("Streams", ratios) + "\n\n" + table(header, rows)


def sweeps(figures, unit):
    peers = {}
    with (pathlib.Path(os.environ.get("TAIPAN_SHARED", ROOT.parent / "shared")) / "peers" /
          "batch.csv").open() as lines:
        for row in csv.DictReader(lines):
            peers[row["indicator"], int(row["threads"])] = float(row["vectorta_best_ms"])
    rows, ratios, gains = [], [], []
    for name in sorted({name for name, _ in peers}):
        ms = [figures.get(f"grid/{name}/{threads}") for threads in (1, 2)]
        if not all(ms):
            continue
        one, two = (run["ns"] / 1e6 for run in ms)
        ratios.append(peers[name, 1] / PEER_UNIT * unit / one)
        gains.append(one / two)
        rows.append([name, f"{one:.1f}", f"{two:.1f}", f"{gains[-1]:.2f}", f"{ratios[-1]:.1f}",
                     f"{peers[name, 2] / PEER_UNIT * unit / two:.1f}"])
    header = ["indicator", "1 thread: ms", "2 threads: ms", "gain", "times faster, 1 thread",
              "times faster, 2 threads"]
    return ("- " + summary("Sweeps on one thread", ratios) +
            f"\n- The second core gives {geometric_mean(gains):.2f} times as much.\n\n" +
            table(header, rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=pathlib.Path, help="what scripts/bench --json wrote")
    figures = json.loads(parser.parse_args().figures.read_text())
    unit = {size: figures[f"yardstick/ema_loop/{size}"]["per_value"] for _, size in SIZES}
    parts = {"single": single(figures, unit), "streams": streams(figures, unit[10_000]),
             "sweeps": sweeps(figures, unit[10_000])}
    page = PAGE.read_text()
    for name, text in parts.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page, count = marked.subn(lambda m, text=text: f"{m[1]}\n{text}\n\n{m[2]}", page)
        if count != 1:
            raise SystemExit(f"{PAGE}: exactly one part {name} is needed, {count} found")
    PAGE.write_text(page)


if __name__ == "__main__":
    main()
