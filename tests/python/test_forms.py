"""What some indicators' calls have of their own: series in lists, ranges of texts and in parts,
sessions, averages by name."""

import inspect

import numpy as np
import pytest

import taipan as ta
from support import INDICATORS, bars, call, inputs_of, outputs, parameters_of

OF_SERIES = [name for name, facts in INDICATORS.items() if facts["batch_of_series"]]
ORDERED = [("apo", "short_period", "long_period"), ("adosc", "short_period", "long_period")]
MINUTE = 60_000
DAY = 1440 * MINUTE


@pytest.mark.parametrize("name", OF_SERIES)
def test_a_sweep_over_series_is_a_row_each(name):
    series = [inputs_of(name, bars(200, seed)) for seed in range(5)]
    lists = [list(column) for column in zip(*series)]
    swept = getattr(ta, name + "_batch")(*lists)
    assert (swept["rows"], swept["cols"]) == (5, 200)
    for row, inputs in enumerate(series):
        for key, expected in zip(INDICATORS[name]["batch_keys"], call(name, inputs, {})):
            np.testing.assert_array_equal(swept[key][row], expected)
    matrix = getattr(ta, name + "_batch")(*(np.array(column) for column in lists))
    np.testing.assert_array_equal(matrix["values"], swept["values"])


@pytest.mark.parametrize("name", OF_SERIES)
def test_lists_of_series_are_checked(name):
    batch = getattr(ta, name + "_batch")
    lists = [[values, values] for values in inputs_of(name, bars(50))]
    argument = INDICATORS[name]["batch_inputs"][0]
    with pytest.raises(ValueError, match="All input lists must have the same length"):
        batch(lists[0][:1], *lists[1:])
    with pytest.raises(ValueError, match="Rows must have equal lengths across OHLCV arrays"):
        batch(*[[first, second[:-1]] for first, second in lists])
    with pytest.raises(ValueError, match="at least one array"):
        batch(*[[] for _ in lists])
    for bad in (None, 1.0, "abc"):
        with pytest.raises(TypeError, match=f"{argument} must be a sequence of arrays"):
            batch(bad, *lists[1:])
    with pytest.raises(TypeError, match="one-dimensional array of numbers"):
        batch([None, lists[0][0]], *lists[1:])


@pytest.mark.parametrize("name", ["vosc", "vidya"])
def test_rules_that_equal_parameters_keep(name):
    inputs = inputs_of(name, bars(100))
    assert np.isfinite(call(name, inputs, {"short_period": 20, "long_period": 20})[0][20:]).all()
    with pytest.raises(ValueError) as error:
        call(name, inputs, {"short_period": 21, "long_period": 20})
    assert error.value.__notes__ == ["short_period must be at most long_period"]


@pytest.mark.parametrize("name, lesser, greater", ORDERED)
def test_rules_between_parameters(name, lesser, greater):
    inputs = inputs_of(name, bars(100))
    with pytest.raises(ValueError, match="less than") as error:
        call(name, inputs, {lesser: 20, greater: 20})
    assert error.value.__notes__ == [f"{lesser} must be less than {greater}"]
    with pytest.raises(ValueError, match="less than"):
        getattr(ta, INDICATORS[name]["stream"])(**{lesser: 9, greater: 8})
    batch = getattr(ta, name + "_batch")
    keys = {p["name"]: p["batch_key"] for p in parameters_of(name, "batch")}
    swept = batch(*inputs, **{f"{lesser}_range": (2, 5, 1), f"{greater}_range": (3, 4, 1)})
    assert list(zip(swept[keys[lesser]], swept[keys[greater]])) == [(2, 3), (2, 4), (3, 4)]
    with pytest.raises(ValueError, match="less than"):
        batch(*inputs, **{f"{lesser}_range": (5, 6, 1), f"{greater}_range": (3, 5, 1)})


def test_a_range_in_parts():
    data = bars(300)["close"]
    swept = ta.supersmoother_batch(data, 5, 15, 5)
    assert swept["periods"].tolist() == [5, 10, 15]
    assert ta.supersmoother_batch(data, 9)["periods"].tolist() == [9]
    assert ta.supersmoother_batch(data, period_start=7, period_end=8,
                                  period_step=1)["periods"].tolist() == [7, 8]


def test_columns_that_say_nothing():
    columns = bars(50)
    assert ta.medprice_batch(columns["high"], columns["low"], (0, 2, 1))["rows"] == 3
    swept = ta.wclprice_batch(columns["high"], columns["low"], columns["close"])
    assert [swept[key].tolist() for key in ("periods", "offsets", "sigmas")] == [[0], [0.0], [0.0]]


def plain_vwap(times, volumes, prices, number):
    """By the definition: `number` of a time tells its session."""
    result, begin = [], 0
    for t, time in enumerate(times):
        if t and number(time) != number(times[t - 1]):
            begin = t
        volume = sum(volumes[begin:t + 1])
        products = sum(p * v for p, v in zip(prices[begin:t + 1], volumes[begin:t + 1]))
        result.append(products / volume if volume > 0 else np.nan)
    return np.array(result)


def months_of(count):
    def number(time):
        date = np.datetime64(int(time), "ms").astype("datetime64[M]").astype(int)
        return int(date) // count
    return number


SESSIONS = {"1m": lambda t: t // MINUTE, "90m": lambda t: t // (90 * MINUTE),
            "4h": lambda t: t // (240 * MINUTE), "12H": lambda t: t // (720 * MINUTE),
            "1d": lambda t: t // DAY, "3D": lambda t: t // (3 * DAY), "7d": lambda t: t // (7 * DAY),
            "1M": months_of(1), "3M": months_of(3)}


@pytest.mark.parametrize("kernel", ta.kernels())
@pytest.mark.parametrize("minutes", [1, 7, 60, 240, 1440])
@pytest.mark.parametrize("anchor", SESSIONS)
def test_vwap_is_its_definition(anchor, minutes, kernel):
    columns = bars(700)
    random = np.random.default_rng(minutes)
    gaps = np.cumsum(random.integers(1, 4, 700)) * minutes * MINUTE
    times = 1_582_934_000_000 + gaps  # the end of a leap February
    volumes = columns["volume"] * (random.random(700) < 0.8)
    expected = plain_vwap(times.tolist(), volumes.tolist(), columns["close"].tolist(),
                          SESSIONS[anchor])
    actual = ta.vwap(times, volumes, columns["close"], anchor, kernel=kernel)
    np.testing.assert_allclose(actual, expected, rtol=1e-12)
    stream = ta.VwapStream(anchor)
    for time, price, volume, wanted in zip(times, columns["close"], volumes, expected):
        np.testing.assert_allclose(stream.update(time, price, volume), wanted, rtol=1e-12)


def test_vwap_before_1970_rounds_towards_it():
    times = np.array([-2 * DAY - 1, -2 * DAY, -DAY - 1, -DAY, -1, 0, DAY - 1, DAY])
    prices = np.arange(1.0, 9.0)
    expected = plain_vwap(times.tolist(), [1.0] * 8, prices.tolist(), lambda t: int(t / DAY))
    for kernel in ta.kernels():
        np.testing.assert_allclose(ta.vwap(times, np.ones(8), prices, kernel=kernel), expected)


@pytest.mark.parametrize("kernel", ta.kernels())
def test_a_nan_lasts_until_its_session_ends(kernel):
    columns = bars(60)
    prices = columns["close"].copy()
    prices[20] = np.nan
    actual = ta.vwap(columns["time"], columns["volume"], prices, "1d", kernel=kernel)
    expected = ta.vwap(columns["time"], columns["volume"], columns["close"], "1d")
    same = columns["time"] // DAY == columns["time"][20] // DAY
    spoilt = same & (np.arange(60) >= 20)
    assert np.isnan(actual[spoilt]).all() and spoilt.sum() > 1
    np.testing.assert_allclose(actual[~spoilt], expected[~spoilt], rtol=1e-12)


@pytest.mark.parametrize("anchor, text", [
    ("5x", "vwap: Unsupported anchor unit 'x'."), ("", "vwap: Error parsing anchor: ''"),
    ("d", "vwap: Error parsing anchor: 'd'"), ("0d", "vwap: Error parsing anchor: '0d'"),
    ("-1d", "vwap: Error parsing anchor: '-1d'"), ("1dd", "vwap: Error parsing anchor: '1dd'"),
    ("99999999999d", "vwap: Error parsing anchor: '99999999999d'")])
def test_anchors_that_are_none(anchor, text):
    columns = bars(50)
    inputs = (columns["time"], columns["volume"], columns["close"])
    for attempt in (lambda: ta.vwap(*inputs, anchor), lambda: ta.VwapStream(anchor),
                    lambda: ta.vwap_batch(*inputs, anchor_range=anchor),
                    lambda: ta.vwap_batch(*inputs, anchor_range=(anchor, "3d", 1))):
        with pytest.raises(ValueError) as error:
            attempt()
        assert str(error.value).startswith(text)


def test_a_range_of_anchors():
    columns = bars(300)
    inputs = (columns["time"], columns["volume"], columns["close"])
    swept = ta.vwap_batch(*inputs, anchor_range=("1d", "7d", 3))
    assert swept["anchors"] == ["1d", "4d", "7d"]
    assert ta.vwap_batch(*inputs, anchor_range=("3h", "1h", 1))["anchors"] == ["3h", "2h", "1h"]
    assert ta.vwap_batch(*inputs)["anchors"] == ["1d"]
    for anchor, row in zip(swept["anchors"], swept["values"]):
        np.testing.assert_array_equal(row, ta.vwap(*inputs, anchor))
    with pytest.raises(ValueError, match="start='1d', end='7h', step=1"):
        ta.vwap_batch(*inputs, anchor_range=("1d", "7h", 1))


AVERAGES = next(p["choices"] for p in INDICATORS["ma"]["parameters"] if p["name"] == "ma_type")


@pytest.mark.parametrize("name", AVERAGES)
def test_ma_is_the_average_of_that_name(name):
    data = bars(300)["close"]
    settings = {p["name"]: 12 for p in INDICATORS[name]["parameters"] if p["is_period"]}
    expected = outputs(getattr(ta, name)(*[data] * len(INDICATORS[name]["inputs"]), **settings))[0]
    for spelt in (name, name.upper()):
        np.testing.assert_array_equal(ta.ma(data, spelt, 12), expected)


@pytest.mark.parametrize("name, text", [
    ("none", "Unknown moving average type: none"),
    ("vwma", "vwma requires volume data, use the indicator directly"),
    ("vwap", "vwap requires volume data, use the indicator directly"),
    ("tradjema", "tradjema requires high/low data, use the indicator directly"),
    ("ehlers_pma", "ehlers_pma returns dual outputs, use the indicator directly")])
def test_names_that_ma_refuses(name, text):
    with pytest.raises(ValueError) as error:
        ta.ma(bars(100)["close"], name, 10)
    assert str(error.value) == text


def test_ma_keeps_the_rules_of_its_average():
    data = bars(100)["close"]
    with pytest.raises(ValueError, match="gaussian: Period too small"):
        ta.ma(data, "gaussian", 1)
    with pytest.raises(ValueError, match="not enough valid data: needed 101, found 100"):
        ta.ma(data, "kama", 100)
    assert list(inspect.signature(ta.ma).parameters) == ["data", "ma_type", "period", "kernel"]
