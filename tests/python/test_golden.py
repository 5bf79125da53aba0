"""Results of the library that the contract comes from, on real bars, at every given parameter.

The record carries rounding errors of its own: running sums that were never taken anew, differences
of large totals. Where an exact evaluator is at hand (see exact.py), a row may differ from the record
if the exact value says that ours is right to the same tolerance, and the record less so. Nothing
else may.
"""

import decimal

import numpy as np
import pytest

import taipan as ta
from exact import EXACT
from support import INDICATORS, NAMES, TOLERANCE, outputs, shared_file

REFERENCE = np.load(shared_file("golden/reference.npz"))
BARS = np.load(shared_file("golden/input.npz"))
KEYS = [key for key in REFERENCE.files if key.split("|")[0] in INDICATORS]

# An input that is not a column of the bars by its own name.
OTHER_NAMES = {"data": "close", "price": "close", "prices": "close", "volumes": "volume",
               "typical_price": "hlc3", "timestamps": "timestamp"}
# Those that the reference was given another column for.
OTHER_COLUMNS = {("cci", "data"): "hlc3", ("wavetrend", "data"): "hlc3",
                 ("ttm_trend", "source"): "hl2", ("vosc", "data"): "volume",
                 ("keltner", "source"): "close", ("vwap", "prices"): "hlc3"}

# Recorded as booleans, which know no NaN: false while the window fills, where the contract's Python
# function answers NaN.
BOOLEANS = {"ttm_trend"}


# Recorded under the names that they take.
DISPATCHERS = {"ma"}


def parameters_of(name, text):
    specs = {p["name"]: p for p in INDICATORS[name]["parameters"]}
    convert = {"int": int, "float": float, "str": str}
    pairs = (pair.split("=") for pair in text.split(",") if pair)
    return {key: convert[specs[key]["type"]](value) for key, value in pairs}


def bars_of(name, column):
    return BARS[OTHER_COLUMNS.get((name, column), OTHER_NAMES.get(column, column))]


def relative_errors(actual, expected):
    return np.abs(actual - expected) / np.maximum(np.abs(expected), np.finfo(float).tiny)


def assert_nearer_to_the_exact_values(actual, expected, exact):
    """For rows that differ from the record."""
    for ours, record, truth in zip(actual, expected, exact, strict=True):
        error = abs(decimal.Decimal(float(ours)) - truth)
        assert error <= decimal.Decimal(TOLERANCE) * abs(truth), f"{ours}, exactly {truth}"
        assert error < abs(decimal.Decimal(float(record)) - truth), f"{record}, exactly {truth}"


def test_the_reference_covers_what_is_registered():
    missing = set(NAMES) - {key.split("|")[0] for key in KEYS} - DISPATCHERS
    assert not missing


@pytest.mark.parametrize("kernel", ta.kernels())
@pytest.mark.parametrize("key", KEYS)
def test_golden(key, kernel):
    name, parameters, output = key.split("|")
    facts = INDICATORS[name]
    parameters = parameters_of(name, parameters)
    inputs = [bars_of(name, column) for column in facts["inputs"]]
    results = outputs(getattr(ta, name)(*inputs, **parameters, kernel=kernel))
    rows = REFERENCE["rows"].astype(int)
    actual = results[facts["outputs"].index(output)][rows]
    expected = REFERENCE[key]
    if name in BOOLEANS:
        filling = rows < parameters["period"] - 1
        assert not expected[filling].any()
        expected = np.where(filling, np.nan, expected)
    np.testing.assert_array_equal(np.isnan(actual), np.isnan(expected))
    differs = np.flatnonzero(relative_errors(actual, expected) > TOLERANCE)
    if differs.size and (name, output) in EXACT:
        exact = EXACT[name, output](inputs, parameters, rows[differs].tolist())
        assert_nearer_to_the_exact_values(actual[differs], expected[differs], exact)
    else:
        assert not differs.size, f"rows {rows[differs]}: {actual[differs]}, not {expected[differs]}"
