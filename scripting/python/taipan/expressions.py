"""The functions of expressions, beside the indicators and ordinary arithmetic; in the text of a
definition they are there by name. `x` is a series; where it says "or number" both will do."""

from taipan import _expressions as _e


def abs(x):
    """The size of a series or number."""
    return _e.elementwise("abs", x)


def sqrt(x):
    """The square root of a series or number; NaN below 0."""
    return _e.elementwise("sqrt", x)


def log(x):
    """The natural logarithm of a series or number."""
    return _e.elementwise("log", x)


def sign(x):
    """1, -1 or 0."""
    return _e.apply("sign", (x,), (_e.SERIES,))


def max(x, y):
    """The larger of two series or numbers; NaN where either is."""
    return _e.arithmetic("max", x, y)


def min(x, y):
    """The smaller of two series or numbers; NaN where either is."""
    return _e.arithmetic("min", x, y)


def round(number):
    """The nearest whole number, for periods such as `round(0.5 * period)`; halves go to the even
    one."""
    return _e.of_numbers("round", number, kind="int")


def int(number):
    """The number without its fraction."""
    return _e.of_numbers("int", number, kind="int")


def where(condition, yes, no):
    """`yes` where the condition is not 0, else `no`, each a series or number; NaN where the
    condition is."""
    roles = [_e.SERIES if _e.term(each).kind == _e.SERIES else _e.REAL for each in (yes, no)]
    return _e.apply("where", (condition, yes, no), (_e.SERIES, *roles),
                    names=("condition", "yes", "no"))


def lag(x, bars=1):
    """The value `bars` bars ago."""
    return _e.apply("lag", (x, bars), (_e.SERIES, _e.BARS), names=("x", "bars"))


def crosses_above(x, y):
    """1 where x is above y and was not one bar before, else 0. One of them may be a number."""
    return _e.compare("crosses_above", x, y)


def crosses_below(x, y):
    """1 where x is below y and was not one bar before, else 0. One of them may be a number."""
    return _e.compare("crosses_below", x, y)


def cumulative(x):
    """The sum of all values so far."""
    return _e.apply("cumulative", (x,), (_e.SERIES,))


def average(x, kind, period):
    """A moving average by its name; "ema" begins with the mean of its first window, as in
    `macd`."""
    return _e.apply("average", (x, kind, period), (_e.SERIES, _e.AVERAGE, _e.PERIOD),
                    names=("x", "kind", "period"))


def _window(function, x, period):
    return _e.apply(function, (x, period), (_e.SERIES, _e.PERIOD), names=("x", "period"))


def highest(x, period):
    """The largest of the last `period` values."""
    return _window("highest", x, period)


def lowest(x, period):
    """The smallest of the last `period` values."""
    return _window("lowest", x, period)


def sum(x, period):
    """The sum of the last `period` values."""
    return _window("sum", x, period)


def mean(x, period):
    """The mean of the last `period` values."""
    return _window("mean", x, period)


def median(x, period):
    """The median of the last `period` values, NaNs left out; of an even number, the mean of the
    middle two."""
    return _window("median", x, period)


def deviation(x, period):
    """The standard deviation of the last `period` values, with the divisor `period`."""
    return _window("deviation", x, period)


FUNCTIONS = {name: value for name, value in list(globals().items())
             if callable(value) and not name.startswith("_")}
