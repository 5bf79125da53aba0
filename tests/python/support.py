"""What the tests of the module share: bars, parameter sets and comparisons. It names no indicator."""

import json
import os
import pathlib

import numpy as np
import pytest

import taipan as ta

INDICATORS = ta.indicators()
NAMES = list(INDICATORS)
TOLERANCE = 1e-9


def bars(size=700, seed=7):
    """A random walk with gaps, flat bars and ties, as real bars have them."""
    random = np.random.default_rng(seed)
    close = 100.0 * np.exp(np.cumsum(random.normal(0.0, 0.01, size)))
    close = np.round(close, 2)
    close[1:][random.random(size - 1) < 0.05] = np.nan
    close = close[np.maximum.accumulate(np.where(np.isnan(close), 0, np.arange(size)))]
    opening = np.round(close * np.exp(random.normal(0.0, 0.005, size)), 2)
    high = np.maximum(opening, close) + np.round(random.exponential(0.5, size), 2)
    low = np.minimum(opening, close) - np.round(random.exponential(0.5, size), 2)
    volume = np.round(random.lognormal(8.0, 1.0, size))
    return {"open": opening, "high": high, "low": low, "close": close, "volume": volume,
            "time": 1.5e12 + 14.4e6 * np.arange(size)}


def flat_bars(kind, size=700):
    """Bars whose price stands still: always, from the middle on, or after one spike."""
    columns = bars(size)
    begin = {"constant": 0, "flat after half": size // 2, "flat after a spike": 101}[kind]
    for field in ("open", "high", "low", "close"):
        columns[field][begin:] = columns["close"][begin]
    columns["volume"][begin:] = columns["volume"][begin]
    if kind == "flat after a spike":
        for values in columns.values():
            values[100] *= 1e4
    return columns


FLAT_KINDS = ["constant", "flat after half", "flat after a spike"]


def inputs_of(name, columns):
    return [columns[field].copy() for field in INDICATORS[name]["fields"]]


def rows_of(name, inputs):
    """The rows as a stream's update takes them."""
    return zip(*(inputs[i] for i in INDICATORS[name]["row_order"]))


def parameters_of(name, call):
    return [p for p in INDICATORS[name]["parameters"] if call in p["calls"]]


def another_value(parameter):
    """A legal value other than the default."""
    value = parameter["default"]
    if parameter["type"] == "str":
        return parameter["choices"][-1]
    if parameter["is_period"]:
        return value + 3
    low, high = parameter["minimum"], parameter["maximum"]
    if parameter["type"] == "int":
        return value + 1 if high is None or value < high else max(value - 1, int(low))
    value = value * 1.25
    return value if high is None or value <= high else high * 0.5


def parameter_sets(name):
    parameters = parameters_of(name, "single")
    defaults = {p["name"]: p["default"] for p in parameters}
    others = {p["name"]: another_value(p) for p in parameters}
    return [defaults, others] if parameters else [defaults]


CASES = [pytest.param(name, values, id=f"{name}-{i}")
         for name in NAMES for i, values in enumerate(parameter_sets(name))]


def outputs(result):
    if isinstance(result, dict):
        return tuple(result.values())
    return result if isinstance(result, tuple) else (result,)


def call(name, inputs, parameters, kernel=None):
    return outputs(getattr(ta, name)(*inputs, **parameters, kernel=kernel))


def sweep(name, inputs, **arguments):
    if INDICATORS[name]["batch_of_series"]:
        inputs = [[values] for values in inputs]
    return getattr(ta, name + "_batch")(*inputs, **arguments)


def range_arguments(parameter, start, end, step):
    """A sweep's arguments for one parameter."""
    names = parameter["batch_arguments"]
    if not parameter["is_swept"]:
        return {names[0]: start}
    return dict(zip(names, [(start, end, step)] if len(names) == 1 else (start, end, step)))


def stream_of(name, parameters):
    taken = {p["name"] for p in parameters_of(name, "stream")}
    values = {key: value for key, value in parameters.items() if key in taken}
    return getattr(ta, INDICATORS[name]["stream"])(**values)


def assert_close(actual, expected, tolerance=TOLERANCE, usual=0.0):
    """NaN at the same places; differences small beside the value, a thousandth of the largest or
    what is usual."""
    np.testing.assert_array_equal(np.isnan(actual), np.isnan(expected))
    defined = ~np.isnan(expected)
    actual, expected = actual[defined], expected[defined]
    np.testing.assert_array_equal(np.isinf(actual), np.isinf(expected))
    finite = np.isfinite(expected)
    actual, expected = actual[finite], expected[finite]
    if expected.size == 0:
        return
    scale = np.maximum(np.abs(expected), max(1e-3 * np.abs(expected).max(), usual))
    scale[scale == 0.0] = 1.0
    error = np.abs(actual - expected) / scale
    assert error.max() <= tolerance, f"{error.max():.3g} at {error.argmax()}"


def leading_nans(values):
    defined = np.flatnonzero(~np.isnan(values))
    return int(defined[0]) if defined.size else values.size


def shared_file(relative):
    """A file of the reference data, which does not belong to the repository."""
    source = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[2]))
    root = pathlib.Path(os.environ.get("TAIPAN_SHARED", source.parent / "shared"))
    path = root / relative
    if not path.exists():
        pytest.skip(f"no reference data at {path}; TAIPAN_SHARED names its folder",
                    allow_module_level=True)
    return path


def contract():
    rows = json.loads(shared_file("catalog/indicators.json").read_text(encoding="utf-8"))
    return {row["name"]: row for row in rows if row["name"] in INDICATORS}
