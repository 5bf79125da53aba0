"""Running sums against plain definitions in extended precision, on real bars.

The recorded reference keeps sums of raw prices itself, and loses digits where a result is a small
difference of large numbers; these definitions do not.
"""

import numpy as np
import pytest

import taipan as ta
from support import INDICATORS, TOLERANCE, shared_file

BARS = np.load(shared_file("golden/input.npz"))
# Beside numbers this much smaller than usual, the inputs' own last digits show.
SMALL = 1e-4


def windows(values, period):
    return np.lib.stride_tricks.sliding_window_view(values.astype(np.longdouble), period)


def line(period):
    """Mean and slope of the least-squares line through each window of closes."""
    rows = windows(BARS["close"], period)
    place = np.arange(period, dtype=np.longdouble) - np.longdouble(period - 1) / 2
    mean = rows.mean(axis=1)
    return mean, (rows - mean[:, None]) @ place / (place @ place)


def line_at(period, bars):
    mean, slope = line(period)
    return mean + slope * (bars + np.longdouble(period - 1) / 2)


def moments(period):
    rows = windows(BARS["close"], period)
    mean = rows.mean(axis=1)
    return mean, ((rows - mean[:, None]) ** 2).mean(axis=1)


def score(period):
    mean, variance = moments(period)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (BARS["close"][period - 1:] - mean) / np.sqrt(variance)


def correlation(period):
    high, low = (windows(BARS[name], period) for name in ("high", "low"))
    high = high - high.mean(axis=1)[:, None]
    low = low - low.mean(axis=1)[:, None]
    squares = (high * high).sum(axis=1) * (low * low).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.where(squares > 0, (high * low).sum(axis=1) / np.sqrt(squares), 0)


def residual(period):
    distance = np.abs(BARS["close"][period - 1:] - windows(BARS["close"], period).mean(axis=1))
    return windows(distance, period).mean(axis=1)


DEFINITIONS = {
    "linreg": lambda period: line_at(period, 0),
    "linearreg_intercept": lambda period: line_at(period, 1 - period),
    "linearreg_slope": lambda period: line(period)[1],
    "linearreg_angle": lambda period: np.degrees(np.arctan(line(period)[1])),
    "tsf": lambda period: line_at(period, 1),
    "var": lambda period: moments(period)[1],
    "stddev": lambda period: np.sqrt(moments(period)[1]),
    "zscore": score,
    "correl_hl": correlation,
    "mean_ad": residual,
}


@pytest.mark.parametrize("kernel", ta.kernels())
@pytest.mark.parametrize("period", [2, 5, 14, 23, 200])
@pytest.mark.parametrize("name", [name for name in DEFINITIONS if name in INDICATORS])
def test_exact(name, period, kernel):
    inputs = [BARS[field] for field in INDICATORS[name]["fields"]]
    expected = DEFINITIONS[name](period)
    actual = getattr(ta, name)(*inputs, period=period, kernel=kernel)
    assert np.isnan(actual[:BARS["close"].size - expected.size]).all()
    actual = actual[-expected.size:]
    np.testing.assert_array_equal(np.isnan(actual), np.isnan(expected))
    defined = ~np.isnan(expected)
    actual, expected = actual[defined], expected[defined]
    scale = np.maximum(np.abs(expected), SMALL * np.abs(expected).max())
    assert (np.abs(actual - expected) / scale).max() <= TOLERANCE
