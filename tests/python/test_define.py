"""Indicators defined at run time: equal to what they are made of; errors show the place."""

import inspect
import os
import pathlib
import pickle
import pydoc
import re

import numpy as np
import pytest

import taipan as ta
import test_properties
from support import CASES, INDICATORS, assert_close, bars, call, inputs_of, outputs
from taipan import expressions as ex
from taipan import param
from test_properties import stream_rows

MACD = {"macd": "average(data, ma_type, fast_period) - average(data, ma_type, slow_period)",
        "signal": "average(average(data, ma_type, fast_period) - average(data, ma_type, slow_period),"
                  " ma_type, signal_period)"}
MACD["hist"] = f"({MACD['macd']}) - ({MACD['signal']})"


@pytest.fixture(scope="module")
def macd():
    return ta.define("my_macd", MACD, inputs=["data"], fast_period=12, slow_period=26,
                     signal_period=9, ma_type="ema")


@pytest.fixture(scope="module")
def spread():
    return ta.define("spread", "ema(close, fast) - ema(close, slow)", fast=12, slow=26)


def stream_of(indicator, columns, **parameters):
    stream = indicator.Stream(**parameters)
    return [stream.update(*row) for row in zip(*columns)]


@pytest.mark.parametrize("kernel", ta.kernels())
@pytest.mark.parametrize("ma_type", ["ema", "sma", "wma", "hma"])
def test_a_defined_macd_is_the_built_in_one_to_the_bit(macd, kernel, ma_type):
    close = bars()["close"]
    for actual, expected in zip(macd(close, 5, 17, 4, ma_type, kernel=kernel),
                                ta.macd(close, 5, 17, 4, ma_type, kernel=kernel), strict=True):
        np.testing.assert_array_equal(actual, expected)
    ranges = {"fast_period_range": (5, 9, 2), "slow_period_range": (17, 19, 1), "ma_type": ma_type}
    actual, expected = macd.batch(close, **ranges), ta.macd_batch(close, **ranges)
    assert list(actual) == list(expected)
    for key in actual:
        np.testing.assert_array_equal(actual[key], expected[key])
    settings = {"slow_period": 17, "ma_type": ma_type}
    assert stream_of(macd, [close], **settings) == [
        stream.update(price) for stream in [ta.MacdStream(**settings)] for price in close]


@pytest.mark.parametrize("name, parameters", CASES)
def test_an_indicator_wrapped_in_a_definition_is_itself_to_the_bit(name, parameters):
    facts = INDICATORS[name]
    columns = {f"x{i}": field for i, field in enumerate(facts["fields"])}
    settings = {f"p{i}": value for i, value in enumerate(parameters.values())}
    text = f"{name}({', '.join([*columns, *settings])})"
    made = ta.define("wrapped", text, inputs=columns, **settings)
    inputs = inputs_of(name, bars())
    for kernel in ta.kernels():
        np.testing.assert_array_equal(outputs(made(*inputs, kernel=kernel)),
                                      call(name, inputs, parameters, kernel))
    stream = stream_rows(name, inputs, parameters)
    expected = [None if np.isnan(row).any() else tuple(row) for row in stream.T]
    assert [row if row is None or isinstance(row, tuple) else (row,)
            for row in stream_of(made, inputs)] == expected


def test_it_is_there_like_any_other(spread):
    close = bars()["close"]
    expected = ta.ema(close, 5) - ta.ema(close, 26)
    for actual in (spread(close, fast=5), spread(close, 5), ta.spread(close, 5, 26),
                   ta.spread_batch(close, fast_range=5)["values"][0],
                   spread.batch(close, 5)["values"][0]):
        np.testing.assert_array_equal(actual, expected)
    assert spread.Stream is ta.SpreadStream
    assert spread.__name__ == "spread" and spread.__doc__ == ta.spread.__doc__
    assert_close(np.array(stream_of(spread, [close], fast=5)), expected)
    assert str(inspect.signature(ta.spread)) == "(close, fast=12, slow=26, kernel=None)"
    assert repr(spread) == "<indicator spread(close, fast=12, slow=26, kernel=None)>"
    facts = ta.indicators()["spread"]
    assert facts["family"] == "user" and facts["formula"] == "ema(close, fast) - ema(close, slow)"
    assert facts["inputs"] == ("close",) and facts["outputs"] == ("values",)
    assert "ema(close, fast)" in pydoc.render_doc(ta.spread, renderer=pydoc.plaintext)
    assert pickle.loads(pickle.dumps(ta.spread)) is ta.spread


def test_a_function_gives_the_same_as_a_text(spread):
    @ta.define
    def distance(close, fast=12, slow=26):
        """Two averages apart.

        The fast one less the slow one.
        """
        return ta.ema(close, fast) - ta.ema(close, slow)

    close = bars()["close"]
    np.testing.assert_array_equal(distance(close, 3, 9), spread(close, 3, 9))
    assert ta.indicators()["distance"]["title"] == "Two averages apart"
    assert "The fast one less" in ta.distance.__doc__


def test_functions_return_one_series_or_several_by_name():
    @ta.define
    def band(high, low, close, period=20, width=2):
        middle = ta.sma(close, period)
        reach = width * ta.atr(high, low, close, period)
        return {"upper": middle + reach, "lower": middle - reach}

    @ta.define
    def macd_of_range(high, low):
        return ta.macd(high - low)

    b = bars()
    reach = 2.5 * ta.atr(b["high"], b["low"], b["close"], 10)
    upper, lower = band(b["high"], b["low"], b["close"], 10, 2.5)
    assert_close(upper, ta.sma(b["close"], 10) + reach)
    assert_close(lower, ta.sma(b["close"], 10) - reach)
    for actual, expected in zip(macd_of_range(b["high"], b["low"]), ta.macd(b["high"] - b["low"]),
                                strict=True):
        np.testing.assert_array_equal(actual, expected)
    assert ta.indicators()["macd_of_range"]["outputs"] == ("macd", "signal", "hist")


def windows(function, x, period):
    """Over the windows that hold no undefined value."""
    out = np.full(x.size, np.nan)
    start = int(np.isnan(x).argmin())
    out[start + period - 1:] = function(
        np.lib.stride_tricks.sliding_window_view(x[start:], period), axis=1)
    return out


def lagged(x, bars):
    return np.concatenate([np.full(bars, np.nan), x[:x.size - bars]])


def truth(condition, *given):
    return np.where(np.any(np.isnan(given), axis=0), np.nan, condition.astype(float))


# Text of a function, and what NumPy makes of it. Those of the second list jump, so they get columns
# as they are: where a line is level, a rounding error of its making would decide.
SMOOTH = [
    ("({} + {})", lambda a, b: a + b), ("({} - {})", lambda a, b: a - b), ("(-{})", lambda a: -a),
    ("({} * {})", lambda a, b: a * b), ("({} / (1 + abs({})))", lambda a, b: a / (1 + np.abs(b))),
    ("abs({})", np.abs), ("sqrt(1 + abs({}))", lambda a: np.sqrt(1 + np.abs(a))),
    ("log(1 + abs({}))", lambda a: np.log(1 + np.abs(a))), ("({} ** 2)", lambda a: a ** 2),
    ("(1 + abs({})) ** -3", lambda a: (1 + np.abs(a)) ** -3.0), ("max({}, {})", np.maximum),
    ("min({}, 2.5)", lambda a: np.minimum(a, 2.5)), ("lag({}, n)", lambda a: lagged(a, 4)),
    ("highest({}, n)", lambda a: windows(np.max, a, 4)),
    ("lowest({}, 2 * n)", lambda a: windows(np.min, a, 8)),
    ("sum({}, n + 1)", lambda a: windows(np.sum, a, 5)),
    ("mean({}, period=n)", lambda a: windows(np.mean, a, 4)),
    ("median({}, n)", lambda a: windows(np.median, a, 4)),
    ("cumulative({})", lambda a: np.where(np.isnan(a), np.nan, np.nancumsum(a))),
    ("ema({}, n)", lambda a: ta.ema(a, 4)),
    ("macd({}, 3, slow_period=7).signal", lambda a: ta.macd(a, 3, 7)[1]),
    ("macd({}, 3, n + 1)[2]", lambda a: ta.macd(a, 3, 5)[2]),
]
JUMPS = [
    ("({} > {})", lambda a, b: truth(a > b, a, b)),
    ("(101.5 >= {})", lambda a: truth(101.5 >= a, a)),
    ("({} < {} <= 100)", lambda a, b: truth((a < b) & (b <= 100), a, b)),
    ("({} > 99 and not {} > 101)", lambda a, b: truth((a > 99) & ~(b > 101), a, b)),
    ("({0} if {0} > {1} else {1} / 2)", lambda a, b: np.where(a > b, a, b / 2)),
    ("where({} == {}, 1, 0)", lambda a, b: truth(a == b, a, b)),
    ("deviation({}, n)", lambda a: windows(np.std, a, 4)),
    ("sign({} - 100)", lambda a: np.sign(a - 100)),
    ("crosses_above({}, {})", lambda a, b: truth(
        (a > b) & (lagged(a, 1) <= lagged(b, 1)), lagged(a, 1), lagged(b, 1))),
    ("crosses_below({}, 100)", lambda a: truth((a < 100) & (lagged(a, 1) >= 100), lagged(a, 1))),
]


def random_expression(random, columns, depth):
    """A text, and its values by NumPy."""
    if depth == 0:
        name = random.choice(list(columns))
        return str(name), columns[name]
    table = SMOOTH if random.random() < 0.7 else JUMPS
    text, function = table[random.integers(len(table))]
    count = function.nin if isinstance(function, np.ufunc) else function.__code__.co_argcount
    parts = [random_expression(random, columns, random.integers(depth) if table is SMOOTH else 0)
             for _ in range(count)]
    return text.format(*(part[0] for part in parts)), function(*(part[1] for part in parts))


@pytest.mark.parametrize("seed", range(60))
def test_random_expressions_are_what_numpy_makes_of_them(seed):
    columns = bars(300, seed)
    text, expected = random_expression(np.random.default_rng(seed), columns, 5)
    made = ta.define("random_one", f"({text}) * n / 4 + 0 * close", n=4)
    inputs = [columns[name] for name in ta.indicators()["random_one"]["inputs"]]
    for kernel in ta.kernels():
        assert_close(made(*inputs, kernel=kernel), expected)
    assert_close(made.batch(*inputs, n_range=(3, 4, 1))["values"][1], expected)
    stepped = stream_of(made, inputs)
    assert_close(np.array([np.nan if value is None else value for value in stepped]), expected)


def laws():
    """The properties of every indicator."""
    for name, law in vars(test_properties).items():
        if name.startswith("test_") and list(inspect.signature(law).parameters) in (
                ["name"], ["name", "parameters"]):
            yield pytest.param(law, id=name)


@pytest.mark.parametrize("law", laws())
def test_the_laws_of_indicators_hold(law, macd, spread, monkeypatch):
    ta.define("breakout", "where(close > lag(highest(high, bars), 1), close / atr(bars), -factor)",
              bars=8, factor=1.5)
    for name in ("my_macd", "spread", "breakout"):
        monkeypatch.setitem(INDICATORS, name, ta.indicators()[name])
        parameters = {"parameters": {}} if "parameters" in inspect.signature(law).parameters else {}
        law(name, **parameters)


def test_inputs_are_columns_in_the_order_of_their_appearance_or_as_listed():
    ta.define("ordered", "atr(3) + hl2 - open")
    assert ta.indicators()["ordered"]["inputs"] == ("high", "low", "close", "open")
    ta.define("listed", "(b - a) * close", inputs=["close", "a", "b"])
    assert ta.indicators()["listed"]["fields"] == ("close", "close", "close")
    made = ta.define("mapped", "b - a", inputs={"a": "open", "b": "volume"})
    assert ta.indicators()["mapped"]["fields"] == ("open", "volume")
    assert made([1.0, 2.0], [5.0, 7.0]).tolist() == [4.0, 5.0]
    b = bars()
    assert_close(ta.ordered(b["high"], b["low"], b["close"], b["open"]),
                 ta.atr(b["high"], b["low"], b["close"], 3) + (b["high"] + b["low"]) / 2 - b["open"])


def test_series_that_are_not_given_are_the_columns():
    b = bars()
    ta.define("some_given", "atr(3, close=lag(close, 1)) + stoch(3, 2, 'sma', 2).d")
    assert ta.indicators()["some_given"]["inputs"] == ("close", "high", "low")
    high, low, close = b["high"], b["low"], b["close"]
    before = np.concatenate([[np.nan], close[:-1]])
    assert_close(ta.some_given(close, high, low),
                 ta.atr(high, low, before, 3) + ta.stoch(high, low, close, 3, 2, "sma", 2)[1])


def test_a_column_may_be_the_result():
    assert ta.define("itself", {"a": "close", "b": "close", "c": "high"})(
        [1.0, 2.0], [3.0, 4.0])[1].tolist() == [1.0, 2.0]


def test_what_a_parameter_is_used_for_decides_its_type_and_bounds():
    ta.define("typed", "highest(close, n) * scale + lag(close, back) + sma(close, round(n * ratio))"
              " + average(close, kind, m) * max(sqrt(4), int(abs(-log(m))))", n=5, scale=2, back=0, ratio=0.5, kind="ema",
              m=param(4, 2, 9))
    found = {p["name"]: (p["type"], p["is_period"], p["minimum"], p["maximum"])
             for p in ta.indicators()["typed"]["parameters"]}
    assert found == {"n": ("int", True, 1.0, None), "scale": ("float", False, None, None),
                     "back": ("int", False, 0.0, None), "ratio": ("float", False, None, None),
                     "kind": ("str", False, None, None), "m": ("int", False, 2.0, 9.0)}
    close = bars()["close"]
    for n, ratio, rounded in [(5, 0.5, 2), (7, 0.5, 4), (7, 0.9, 6)]:
        assert_close(ta.typed(close, n, 2.5, 1, ratio, "wma", 4),
                     windows(np.max, close, n) * 2.5 + lagged(close, 1) + ta.sma(close, rounded)
                     + ta.wma(close, 4) * 2)
    for bad in ({"m": 1}, {"m": 10}, {"n": 0}, {"back": -1}, {"kind": "nonsense"}):
        with pytest.raises(ValueError, match=f"typed.*{next(iter(bad.values()))}"):
            ta.typed(close, **bad)
    with pytest.raises(TypeError, match="n must be an integer"):
        ta.typed(close, n=2.5)


def test_whole_numbers_are_real_where_nothing_wants_them_whole():
    ta.define("mixed", "close * (2 * k + 1) + highest(close, 2 * n + 1) + close / (m // 2)",
              k=1, n=2, m=5)
    assert [p["type"] for p in ta.indicators()["mixed"]["parameters"]] == ["float", "int", "int"]
    close = bars()["close"]
    assert_close(ta.mixed(close, 1.25, 3, 7), close * 3.5 + windows(np.max, close, 7) + close / 3)


@pytest.mark.parametrize("values, text", [
    ({"fast": 20, "slow": 20}, "Invalid period: period = 0"),
    ({"fast": 2, "slow": 2 ** 40}, "Invalid period"),
])
def test_numbers_that_break_a_rule_show_the_place(values, text):
    made = ta.define("derived", "ema(close, slow - fast) + fast / slow", fast=5, slow=20)
    for attempt in (lambda: made(bars()["close"], **values), lambda: made.Stream(**values),
                    lambda: made.batch(bars()["close"], *values.values())):
        with pytest.raises(ValueError) as error:
            attempt()
        assert text in str(error.value)
        assert ("\n  in derived:\n    ema(close, slow - fast) + fast / slow\n"
                "    ^^^^^^^^^^^^^^^^^^^^^^^") in str(error.value)
        assert error.value.__notes__


# What is marked, and what is said about it.
MISTAKES = [
    ("ema(«clsoe», fast)", "there is no series or parameter 'clsoe', only fast, "),
    ("«emma»(close, fast)", "there is no function 'emma'; did you mean 'ema'?"),
    ("«ema(close, fast, 3, 4)»", "ema takes at most 2 arguments, got 4: data, period"),
    ("1 + «ema(close, perod=fast)»", "ema has no argument 'perod'; did you mean 'period'?"),
    ("«ema(close, fast, period=3)»", "ema: period is given twice"),
    ("fast * «ema(close, 2.5)»", "ema: period must be a whole number, got a number"),
    ("«ema(close, half)» * fast", "got a number; half has the default 0.5"),
    ("«ema(close, close)» * fast", "ema: period must be a whole number, got a series"),
    ("«atr(high, low)» * fast", "atr takes 3 series, high, low, close: close is missing"),
    ("«macd(close)» + fast", "choose one, as in (...).macd"),
    ("«macd(close).sginal» + fast", "did you mean 'signal'?"),
    ("«macd(close)[3]» + fast", "chosen by 0 to 2"),
    ("«close[-1]» + fast", "earlier values are lag(x, bars)"),
    ("«highest(close)» * fast", "missing 1 required positional argument: 'period'"),
    ("close + «ema» * fast", "ema is a function"),
    ("close + «fast % 2»", "Mod is no operator"),
    ("close * «[1, 2]»", "List cannot stand in an expression"),
    ("«close.real» * fast", "only the results of indicators with several outputs have parts"),
    ("«close // 2» * fast", "x must be a number, got a series"),
    ("«fast > 3» and close", "two numbers cannot be compared"),
    ("«close and fast»", "y must be a series"),
    ("close * «True»", "True (bool) cannot stand"),
    ("«close ** close» * fast", "exponent must be a number, got a series"),
    ("«close ** 2.5» * fast", "Invalid exponent: 2.5"),
    ("«ema(close, 0)» * fast", "Invalid period: period = 0"),
    ("«highest(close, 2 ** 3)» * fast", "period must be a whole number"),
    ("«highest(close, -3)» * fast", "Invalid period: -3"),
    ("«alma(close, 9, 0.85, -1.0)» * fast", "alma: Invalid sigma"),
    ("close + «*» fast", "invalid syntax"),
    ("«(»close + fast", "'(' was never closed"),
    ("(«lambda: close»)() * fast", "only functions and indicators can be called"),
    ("«ema(*close)» * fast", "arguments cannot be unpacked"),
    ("close + fast + «99999999999999999999»", "must lie within -2**53 and 2**53"),
    ("'ä' and «clsoe»", "there is no series"),
    ("close\n + «opne» * fast", "did you mean 'open'?"),
]


@pytest.mark.parametrize("marked, text", MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_show_their_place(marked, text):
    before, rest = marked.split("«")
    inside, after = rest.split("»")
    whole = before + inside + after
    with pytest.raises(ValueError) as error:
        ta.define("wrong", whole, **{name: value for name, value in (("fast", 5), ("half", 0.5))
                                     if name in whole})
    assert text in str(error.value)
    line = before.count("\n")
    begin = len(before) - before.rfind("\n") - 1
    assert "\n  in wrong:\n    {}\n    {}{}".format(
        whole.split("\n")[line], " " * begin, "^" * max(1, len(inside))) in str(error.value)
    assert not hasattr(ta, "wrong")


@pytest.mark.parametrize("attempt, error, text", [
    (lambda: ta.define("ema", "close"), ValueError, "taipan.ema is there already"),
    (lambda: ta.define("define", "close"), ValueError, "taipan.define is there already"),
    (lambda: ta.define("buy", "close"), ValueError, "strategies or expressions have it already"),
    (lambda: ta.define("highest", "close"), ValueError, "strategies or expressions have it already"),
    (lambda: ta.define("a b", "close"), ValueError, "the name 'a b' is not allowed"),
    (lambda: ta.define("_a", "close"), ValueError, "and not begin with _"),
    (lambda: ta.define("bad", "close", fast=3), ValueError, "bad: parameter 'fast' is not used"),
    (lambda: ta.define("bad", "close * high", high=3), ValueError, "it is the name of a series"),
    (lambda: ta.define("bad", "close * max", max=3), ValueError, "'max' is not allowed"),
    (lambda: ta.define("bad", "close * self", self=3), ValueError, "'self' is not allowed"),
    (lambda: ta.define("bad", "close * value", value=3), ValueError, "'value' is not allowed"),
    (lambda: ta.define("bad", "hl2", inputs=["hl2"]), ValueError, "input 'hl2' is not allowed"),
    (lambda: ta.define("bad", "close", kernel=3), ValueError, "'kernel' is not allowed"),
    (lambda: ta.define("bad", "close * x", x=True), TypeError, "must be a number or text"),
    (lambda: ta.define("bad", "close * x", x=[1]), TypeError, "default = [1] must be"),
    (lambda: ta.define("bad", "close * x", x=param(3, 4, 5)), ValueError, "at least 4"),
    (lambda: ta.define("bad", "3"), ValueError, "not a series\n  in bad:\n    3\n    ^"),
    (lambda: ta.define("bad", lambda close: 3), TypeError, "values is a number, not a series"),
    (lambda: ta.define("bad", "close * x", x=10 ** 30), ValueError, "within -2**53 and 2**53"),
    (lambda: ta.define("bad", "lag(close, x)", x=param(3, 1, 10 ** 30)), ValueError, "2**53"),
    (lambda: ta.define("bad", {}), ValueError, "there is no output"),
    (lambda: ta.define("bad", {"rows": "close"}), ValueError, "'rows' is not allowed"),
    (lambda: ta.define("bad", {"a": "clsoe"}), ValueError, "in bad.a:"),
    (lambda: ta.define("bad", "high", inputs=["close"]), ValueError, "no series or parameter 'high'"),
    (lambda: ta.define("bad", "a", inputs={"a": "opne"}), ValueError, "'opne' is no field of a bar"),
    (lambda: ta.define("bad", None), TypeError, "expression = None must be"),
    (lambda: ta.define(3, "close"), TypeError, "name = 3 must be a str"),
    (lambda: ta.define("bad", "close" + " + close" * 20000), ValueError, "nested too deeply"),
    (lambda: ta.define("bad", " + ".join(f"s{i}" for i in range(9)),
                       inputs=[f"s{i}" for i in range(9)]), ValueError, "9 inputs are too many"),
])
def test_definitions_that_make_no_sense_are_refused(attempt, error, text):
    with pytest.raises(error) as caught:
        attempt()
    assert text in str(caught.value)


def test_an_indicator_may_use_others_but_not_itself(spread):
    made = ta.define("smooth_spread", "sma(spread(close, slow=2 * n), n)", n=6)
    close = bars()["close"]
    assert_close(made(close), windows(np.mean, ta.spread(close, 12, 12), 6))
    with pytest.raises(ValueError, match="cannot be defined by itself\n  in smooth_spread"):
        ta.define("smooth_spread", "smooth_spread(close) + n", n=3)


def test_a_new_definition_replaces_the_old_one_for_those_that_come_later():
    old = ta.define("changing", "close + 1")
    user = ta.define("user_of_it", "changing(close) * 2")
    assert ta.define("changing", "close + 1") is old
    new = ta.define("changing", "close + n", n=10)
    assert old([1.0]).tolist() == [2.0]
    assert new([1.0]).tolist() == ta.changing([1.0]).tolist() == [11.0]
    assert user([1.0]).tolist() == [4.0]
    assert ta.define("user_of_it", "changing(close) * 2")([1.0]).tolist() == [22.0]


def test_every_function_is_documented():
    page = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[2]),
                        "docs", "defining-an-indicator.md").read_text(encoding="utf-8")
    for name, function in ex.FUNCTIONS.items():
        assert function.__doc__ and re.search(rf"`[^`]*\b{name}\b[^`]*`", page), name


def test_a_bank_is_that_many_streams(spread):
    prices = np.array([bars(60, seed)["close"] for seed in range(3)])
    bank = spread.Bank(3, fast=5)
    assert spread.Bank is ta.SpreadBank
    for actual, *expected in zip((bank.update(row.copy()) for row in prices.T),
                                 *(stream_of(spread, [line], fast=5) for line in prices)):
        np.testing.assert_array_equal(actual, np.array(expected, dtype=float))


def test_states_of_streams_are_those_of_their_definition():
    close = bars(60)["close"]
    made = ta.define("restored", "ema(close, n) - lag(close, 1)", n=5)
    whole, begun = made.Stream(7), made.Stream(7)
    expected = [whole.update(price) for price in close]
    for price in close[:30]:
        begun.update(price)
    resumed = made.Stream.from_state(begun.state())
    assert [resumed.update(price) for price in close[30:]] == expected[30:]
    for text, settings in (("ema(close, n) - lag(close, 2)", {"n": 5}),
                           ("ema(close, n) - lag(close, m)", {"n": 5, "m": 1}),
                           ("close * n", {"n": 5.0})):
        other = ta.define("restored", text, **settings)
        with pytest.raises(ValueError, match="state"):
            other.Stream.from_state(begun.state())


def test_functions_of_python_fail_where_they_are_wrong():
    def decides(close, fast=3):
        return close if close > fast else -close

    def returns_nothing(close):
        ta.ema(close, 3)

    def mixes(close):
        return ta.ema(close, np.arange(3.0))

    def wrong_number(close, fast=3):
        return ta.ema(close, fast - 3)

    with pytest.raises(TypeError, match="decide with where"):
        ta.define(decides)
    with pytest.raises(TypeError, match="returned None"):
        ta.define(returns_nothing)
    with pytest.raises(TypeError, match="cannot stand in an expression"):
        ta.define(mixes)
    with pytest.raises(ValueError, match='in wrong_number: File ".*test_define.py", line'):
        ta.define(wrong_number)
    with pytest.raises(TypeError, match="kernel is chosen when the new indicator is called"):
        ta.define("bad", lambda close: ta.ema(close, 3, kernel="scalar"))
    with pytest.raises(TypeError, match="cannot stand in an expression"):
        ta.define("bad", lambda close: ta.atr(close, np.arange(9.0), close))
    with pytest.raises(TypeError, match="missing required argument 'low'"):
        ta.define("bad", lambda close: ta.atr(close))
    with pytest.raises(TypeError, match="the function's arguments"):
        ta.define("bad", lambda close: close, n=3)
    with pytest.raises(TypeError, match=r"\*rest is not allowed"):
        ta.define("bad", lambda close, *rest: close)


def test_numbers_of_numpy_functions_of_the_package_and_own_indicators_work_in_functions(spread):
    @ta.define
    def scaled(close, n=3):
        return np.float64(2.0) * ex.highest(close, round(n * 1.5)) + np.int64(1) - spread(close, n)

    close = bars()["close"]
    assert_close(scaled(close), 2.0 * windows(np.max, close, 4) + 1 - ta.spread(close, 3))


WORDS = ["close", "n", "k", "ema", "macd", "highest", "(", ")", ",", "+", "-", "**", "2", "0.5", ".",
         "[", "]", "signal", "1e400", "and", "not", "if", "else", "<", "==", "\n", "'", "period=", "lambda",
         ":=",
         "é", "#", "0x", "\\", "where", "lag", "*", "/", "//", "=", "None", "\t", "\0", "\ud800"]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("seed", range(20))
def test_no_text_fails_in_another_way(seed):
    random = np.random.default_rng(seed)
    for _ in range(300):
        if random.random() < 0.5:
            text = " ".join(random.choice(WORDS, random.integers(1, 9)))
        else:
            text = list("macd(close, n, 2 * n).signal / ema(close, n) ** 2 + k")
            for _ in range(random.integers(1, 4)):
                text[random.integers(len(text))] = random.choice(WORDS)
            text = "".join(text)
        try:
            ta.define("anything", text, n=3, k=1.5)
        except ValueError as error:
            assert "anything" in str(error)
