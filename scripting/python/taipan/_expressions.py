"""Expressions: what indicators are defined with. They hold no data; each names a function and what
it reads. Numbers in them are known before any data: literals, parameters, and arithmetic on those."""

import contextvars
import difflib
import numbers
import sys

from taipan import _taipan
from taipan._failures import is_own_file
from taipan._indicator_calls import CALLS, REGISTRY

# What a number is given to, in the form in which the registry describes a parameter.
PERIOD = {"type": "int", "is_period": True, "minimum": 1, "maximum": None, "choices": ()}
BARS = PERIOD | {"is_period": False, "minimum": 0}
REAL = {"type": "float", "is_period": False, "minimum": None, "maximum": None, "choices": ()}
AVERAGE = next(each for each in REGISTRY["macd"]["parameters"] if each["name"] == "ma_type")
SERIES = "series"
NUMBER = "number"  # of a kind that the expression itself decides

WORDS = {"series": "a series", "int": "a whole number", "float": "a number", "str": "a text"}

EXACT = 2 ** 53  # the whole numbers below have doubles

# What the text being read says here, and in which definition; else the caller's line is shown.
place = contextvars.ContextVar("place", default=None)


def near(name, known):
    found = difflib.get_close_matches(str(name), list(known), 1)
    return f"; did you mean {found[0]!r}?" if found else ""


def callers_line():
    frame = sys._getframe(1)
    while frame is not None and is_own_file(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return ""
    code = frame.f_code
    return f'\n  in {code.co_name}: File "{code.co_filename}", line {frame.f_lineno}'


class Expression:
    """A series, or a number or text known before any data, of an indicator being defined."""

    __slots__ = ("kind", "function", "operands", "roles", "detail", "place")
    __array_ufunc__ = None  # numbers of NumPy leave arithmetic with it to this class
    __hash__ = None

    def __init__(self, kind, function, operands=(), roles=(), detail=None):
        self.kind, self.function, self.detail = kind, function, detail
        self.operands, self.roles = operands, roles
        self.place = (place.get() or callers_line()) if operands else ""

    def __repr__(self):
        return f"<{WORDS[self.kind]} of an expression: {self.detail or self.function}>"

    def __bool__(self):
        raise TypeError("an expression has no value yet: decide with where(condition, yes, no), "
                        "and combine conditions with & | ~")

    def __add__(self, other): return arithmetic("add", self, other)
    def __radd__(self, other): return arithmetic("add", other, self)
    def __sub__(self, other): return arithmetic("subtract", self, other)
    def __rsub__(self, other): return arithmetic("subtract", other, self)
    def __mul__(self, other): return arithmetic("multiply", self, other)
    def __rmul__(self, other): return arithmetic("multiply", other, self)
    def __truediv__(self, other): return arithmetic("divide", self, other)
    def __rtruediv__(self, other): return arithmetic("divide", other, self)
    def __floordiv__(self, other): return of_numbers("floor_divide", self, other)
    def __rfloordiv__(self, other): return of_numbers("floor_divide", other, self)
    def __pow__(self, other): return power(self, other)
    def __rpow__(self, other): return power(other, self)
    def __neg__(self): return elementwise("negative", self)
    def __pos__(self): return self
    def __abs__(self): return elementwise("abs", self)
    def __round__(self): return of_numbers("round", self, kind="int")
    def __lt__(self, other): return compare("less", self, other)
    def __le__(self, other): return compare("less_equal", self, other)
    def __gt__(self, other): return compare("greater", self, other)
    def __ge__(self, other): return compare("greater_equal", self, other)
    def __eq__(self, other): return compare("equal", self, other)
    def __ne__(self, other): return compare("not_equal", self, other)
    def __and__(self, other): return apply("and", (self, other), (SERIES, SERIES))
    def __or__(self, other): return apply("or", (self, other), (SERIES, SERIES))
    def __invert__(self): return apply("not", (self,), (SERIES,))


def term(value):
    """An expression of what may stand in one: a number, a text or an expression."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, tuple) and value and isinstance(value[0], Expression):
        raise TypeError(f"there are several series here, {', '.join(value._fields)}: choose one, "
                        f"as in (...).{value._fields[0]}")
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        if abs(value) > EXACT:
            raise ValueError(f"{value} is not allowed: it must lie within -2**53 and 2**53")
        return Expression("int", "value", detail=int(value))
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return Expression("float", "value", detail=float(value))
    if isinstance(value, str):
        return Expression("str", "value", detail=value)
    raise TypeError(f"{value!r} ({type(value).__name__}) cannot stand in an expression")


def fit(function, name, value, role):
    """`value` as an expression that can be given to the argument `name` of that role."""
    given = term(value)
    wanted = role["type"] if isinstance(role, dict) else role
    fits = {"series": ("series",), "int": ("int",), "float": ("int", "float"), "str": ("str",),
            NUMBER: ("int", "float")}[wanted]
    if given.kind in fits:
        return given
    words = f"{WORDS.get(wanted, 'a number')}, got {WORDS[given.kind]}"
    if given.function == "parameter":
        words += "; {} has the default {!r}".format(*given.detail)
    raise TypeError(f"{function}: {name} must be {words}")


def apply(function, values, roles, kind=SERIES, names=("x", "y", "z")):
    operands = tuple(fit(function, name, value, role)
                     for name, value, role in zip(names, values, roles))
    return Expression(kind, function, operands, roles)


def has_series(*terms):
    return any(each.kind == SERIES for each in terms)


def arithmetic(function, a, b):
    """Of series and numbers in any combination."""
    a, b = term(a), term(b)
    if has_series(a, b):
        return apply(function, (a, b), tuple(SERIES if each.kind == SERIES else REAL
                                             for each in (a, b)))
    return of_numbers(function, a, b)


def of_numbers(function, *values, kind=None):
    values = [term(value) for value in values]
    whole = function != "divide" and all(each.kind == "int" for each in values)
    return apply(function, values, (NUMBER,) * len(values), kind or ("int" if whole else "float"))


def elementwise(function, x):
    x = term(x)
    if x.kind == SERIES:
        return apply(function, (x,), (SERIES,))
    return of_numbers(function, x, kind="float" if function in ("sqrt", "log") else None)


def power(x, exponent):
    x, exponent = term(x), term(exponent)
    if x.kind == SERIES:
        return apply("power", (x, exponent), (SERIES, REAL), names=("x", "exponent"))
    return of_numbers("power", x, exponent, kind="float")


MIRRORED = {"less": "greater", "less_equal": "greater_equal", "greater": "less",
            "greater_equal": "less_equal", "equal": "equal", "not_equal": "not_equal",
            "crosses_above": "crosses_below", "crosses_below": "crosses_above"}


def compare(function, a, b):
    """Of two series, or of one and a number on either side."""
    a, b = term(a), term(b)
    if a.kind != SERIES:
        a, b, function = b, a, MIRRORED[function]
    if not has_series(a, b):
        raise TypeError(f"{function}: one side must be a series; two numbers cannot be compared")
    return apply(function, (a, b), (SERIES, SERIES if b.kind == SERIES else REAL))


def begins_with_series(values):
    return len(values) > 0 and term(values[0]).kind == SERIES


def bind(name, facts, values, keywords):
    """Arguments by name; those by place begin with the series, or are parameters alone."""
    inputs = facts["inputs"]
    parameters = [each["name"] for each in facts["parameters"] if "single" in each["calls"]]
    known = [*inputs, *parameters]
    names = known if begins_with_series(values) else parameters
    if len(values) > len(names):
        raise TypeError(f"{name} takes at most {len(names)} arguments, got {len(values)}: "
                        f"{', '.join(known)}")
    bound = dict(zip(names, values))
    for key, value in keywords.items():
        if key not in known:
            raise TypeError(f"{name} has no argument {key!r}{near(key, known)}")
        if key in bound:
            raise TypeError(f"{name}: {key} is given twice")
        bound[key] = value
    return bound


def find_series(name, facts, bound, field):
    """The inputs; those that are missing are made by `field`, if there is one."""
    inputs, series = facts["inputs"], []
    for key, column in zip(inputs, facts["fields"]):
        if key not in bound and field is None:
            raise TypeError(f"{name} takes {len(inputs)} series, {', '.join(inputs)}: {key} is "
                            "missing")
        series.append(fit(name, key, bound[key] if key in bound else field(column), SERIES))
    return series


def call(name, values, keywords, field=None):
    """An indicator on series: an expression, or a named tuple of its outputs. Where no series is
    given by place, `field` makes the missing ones of the bars' columns."""
    facts = REGISTRY[name]
    bound = bind(name, facts, values, keywords)
    operands = find_series(name, facts, bound, None if begins_with_series(values) else field)
    for parameter in facts["parameters"]:
        value = bound.get(parameter["name"])
        value = parameter["default"] if value is None else value
        operands.append(fit(name, parameter["name"], value, parameter))
    roles = (SERIES,) * len(facts["inputs"]) + tuple(facts["parameters"])
    made = Expression(SERIES, "indicator", tuple(operands), roles, detail=name)
    outputs = facts["outputs"]
    series = [Expression(SERIES, "output", (made,), (SERIES,), i) for i in range(len(outputs))]
    return series[0] if len(outputs) == 1 else CALLS[name].result(*series)


def call_bound(name, bound):
    """What the indicators of the module do when an input is an expression."""
    if "kernel" in bound:
        raise TypeError(f"{name}: kernel is chosen when the new indicator is called")
    return call(name, (), bound)


_taipan._set_expressions(Expression, call_bound)
