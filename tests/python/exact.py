"""Definitions evaluated to 50 digits: the judge where a result and its record disagree.

An evaluator takes the inputs, the parameters and the rows asked for, and answers a Decimal for each
row. It follows the formula window by window, without running sums.
"""

import decimal

decimal.getcontext().prec = 50
DEGREES = 180 / decimal.Decimal("3.14159265358979323846264338327950288419716939937511")


def window(values, row, period):
    return [decimal.Decimal(float(x)) for x in values[row + 1 - period:row + 1]]


def mean(values):
    return sum(values) / len(values)


def covariance(a, b):
    centre_a, centre_b = mean(a), mean(b)
    return mean([(x - centre_a) * (y - centre_b) for x, y in zip(a, b, strict=True)])


def deviation(values):
    return covariance(values, values).sqrt()


def slope(values):
    places = [decimal.Decimal(i) for i in range(len(values))]
    return covariance(places, values) / covariance(places, places)


def line_end(values):
    return mean(values) + slope(values) * (len(values) - 1) / 2


def arctangent(x):
    """In radians; the angle is halved until the series converges quickly."""
    halvings = 0
    while abs(x) > decimal.Decimal("0.01"):
        x = x / (1 + (1 + x * x).sqrt())
        halvings += 1
    return 2 ** halvings * sum((-1) ** k * x ** (2 * k + 1) / (2 * k + 1) for k in range(15))


def score(data, row, period, nbdev):
    values = window(data, row, period)
    return (values[-1] - mean(values)) / (decimal.Decimal(nbdev) * deviation(values))


def correlation(high, low, row, period):
    a, b = window(high, row, period), window(low, row, period)
    return covariance(a, b) / (deviation(a) * deviation(b))


def squeezed(high, low, close, row, period):
    """The close less the mean of its average and of the middle of the channel."""
    top, bottom = max(window(high, row, period)), min(window(low, row, period))
    return window(close, row, 1)[0] - (top + bottom) / 4 - mean(window(close, row, period)) / 2


def squeeze_momentum(high, low, close, row, period):
    return line_end([squeezed(high, low, close, i, period)
                     for i in range(row + 1 - period, row + 1)])


def position(x, low, high, flat):
    return 100 * (x - low) / (high - low) if high != low else decimal.Decimal(flat)


def fast_stochastic(high, low, close, row, period):
    x, top = window(close, row, 1)[0], max(window(high, row, period))
    return position(x, min(window(low, row, period)), top, 100 if x == top else 0)


def rolling(function, values, period):
    """Of each full window, so that the last value stays the last row's."""
    return [function(values[end - period:end]) for end in range(period, len(values) + 1)]


def strengths(data, period):
    """RSI by Wilder's averages, 100 where nothing fell, from row `period` on."""
    changes = rolling(lambda pair: pair[1] - pair[0], window(data, len(data) - 1, len(data)), 2)
    rise, fall = (mean([max(sign * x, 0) for x in changes[:period]]) for sign in (1, -1))
    result = [100 * rise / (rise + fall) if fall else decimal.Decimal(100)]
    for change in changes[period:]:
        rise += (max(change, 0) - rise) / period
        fall += (max(-change, 0) - fall) / period
        result.append(100 * rise / (rise + fall) if fall else decimal.Decimal(100))
    return result


def stochastic_strength(data, p, *lengths):
    """Where the RSI lies within its last `stoch_period` values, averaged over each of `lengths`."""
    values = rolling(lambda r: position(r[-1], min(r), max(r), 50),
                     strengths(data, p["rsi_period"]), p["stoch_period"])
    for length in lengths:
        values = rolling(mean, values, length)
    return values


def variable_average(data, p):
    """From the value before the first long window on; no step where that window is flat."""
    values = window(data, len(data) - 1, len(data))
    wide = rolling(deviation, values, p["long_period"])
    narrow = rolling(deviation, values, p["short_period"])[-len(wide):]
    result = [values[p["long_period"] - 2]]
    for x, short, long in zip(values[p["long_period"] - 1:], narrow, wide, strict=True):
        gain = decimal.Decimal(p["alpha"]) * short / long if long else 0
        result.append(result[-1] + gain * (x - result[-1]))
    return result


def along(function):
    """An evaluator of a whole series that ends with the inputs' last row, for the rows asked for."""
    def evaluate(inputs, parameters, rows):
        values = function(*(x[:max(rows) + 1] for x in inputs), parameters)
        return [values[row - max(rows) - 1] for row in rows]

    return evaluate


def each(function):
    """An evaluator of one row, for all rows."""
    return lambda inputs, parameters, rows: [function(inputs, parameters, row) for row in rows]


# By indicator and output.
EXACT = {
    ("linearreg_slope", "values"): each(lambda i, p, row: slope(window(*i, row, p["period"]))),
    ("linearreg_angle", "values"):
        each(lambda i, p, row: DEGREES * arctangent(slope(window(*i, row, p["period"])))),
    ("stddev", "values"):
        each(lambda i, p, row: decimal.Decimal(p["nbdev"]) * deviation(window(*i, row, p["period"]))),
    ("zscore", "values"): each(lambda i, p, row: score(*i, row, p["period"], p["nbdev"])),
    ("correl_hl", "values"): each(lambda i, p, row: correlation(*i, row, p["period"])),
    ("squeeze_momentum", "momentum"):
        each(lambda i, p, row: squeeze_momentum(*i, row, p["length_kc"])),
    ("stochf", "k"): each(lambda i, p, row: fast_stochastic(*i, row, p["fastk_period"])),
    ("srsi", "k"): along(lambda data, p: stochastic_strength(data, p, p["k"])),
    ("srsi", "d"): along(lambda data, p: stochastic_strength(data, p, p["k"], p["d"])),
    ("vidya", "values"): along(variable_average),
}
