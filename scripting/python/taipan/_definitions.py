"""Indicators defined by their users: their names, their symbols, and what is made of them."""

import functools
import inspect
import keyword
import sys
from collections.abc import Callable, Sequence

from taipan import _indicator_calls, _taipan
from taipan._expressions import REGISTRY, SERIES, Expression, near, term
from taipan._parameters import param
from taipan._parsing import Mistake, Reader
from taipan._program import Program
from taipan.expressions import FUNCTIONS
from taipan.strategy import Strategy

FIELDS = ("open", "high", "low", "close", "volume", "time")
MEANS = {"hl2": ("high", "low"), "hlc3": ("high", "low", "close"),
         "ohlc4": ("open", "high", "low", "close"), "hlcc4": ("high", "low", "close", "close")}
# Arguments that every indicator has somewhere, and for parameters words of error texts too.
RESERVED = {"input": ("kernel", "self"),
            "parameter": ("kernel", "self", "source", "value", "parameter", "data_len")}


def check_name(name, what):
    is_plain = name.isascii() and name.isidentifier() and not name.startswith("_")
    if not is_plain or keyword.iskeyword(name):
        raise ValueError(f"{what} {name!r} is not allowed: it must be a name, and not begin with _")


def declared(name, value):
    parameter = value if isinstance(value, param) else param(value)
    if parameter.type is bool:
        raise TypeError(f"parameter {name} = {value!r} is not allowed: it must be a number or text")
    for bound in (parameter.low, parameter.high):
        term(0 if bound is None else bound)
    return parameter


class Scope:
    """The symbols of one definition: its inputs and parameters."""

    def __init__(self, inputs, parameters):
        self.is_open = inputs is None  # a bar's column becomes an input where it is named
        if not isinstance(inputs, dict):
            inputs = {name: name if name in FIELDS else "close" for name in inputs or ()}
        self.inputs = inputs
        self.parameters = {name: declared(name, value) for name, value in parameters.items()}
        self.check()
        self.symbols = {name: Expression(SERIES, "input", detail=name) for name in inputs}
        for name, parameter in self.parameters.items():
            default = term(parameter.default)
            detail = (name, default.detail)
            self.symbols[name] = Expression(default.kind, "parameter", detail=detail)

    def check(self):
        for what, names in (("input", self.inputs), ("parameter", self.parameters)):
            for name in names:
                check_name(name, what)
                if name in RESERVED[what] or name in MEANS or name in FUNCTIONS:
                    raise ValueError(f"{what} {name!r} is not allowed: it has a meaning already")
        for name, field in self.inputs.items():
            if field not in FIELDS:
                raise ValueError(f"input {name}: {field!r} is no field of a bar: "
                                 f"{', '.join(FIELDS)}")
        for name in self.parameters:
            if name in self.inputs or name in FIELDS:
                raise ValueError(f"parameter {name!r} is not allowed: it is the name of a series")

    def names(self):
        return [*self.symbols, *((*FIELDS, *MEANS) if self.is_open else ())]

    def symbol(self, name):
        if name in self.symbols:
            return self.symbols[name]
        if self.is_open and name in MEANS:
            series = [self.symbol(field) for field in MEANS[name]]
            return functools.reduce(lambda a, b: a + b, series) / len(series)
        if self.is_open and name in FIELDS:
            self.inputs[name] = name
            self.symbols[name] = Expression(SERIES, "input", detail=name)
            return self.symbols[name]
        known = list(dict.fromkeys(self.names()))
        raise ValueError(f"there is no series or parameter {name!r}, only {', '.join(known)}"
                         f"{near(name, known)}")


def outputs_of(name, made):
    """Name -> series, of what an expression or function made."""
    if made is None:
        raise TypeError(f"{name}: the function returned None, not a series")
    if hasattr(made, "_asdict"):
        made = made._asdict()
    outputs = made if isinstance(made, dict) else {"values": made}
    for key, series in outputs.items():
        check_name(key, "output")
        if term(series).kind != SERIES:
            raise TypeError(f"{name}: {key} is a number, not a series")
    return outputs


def read_texts(name, texts, scope):
    if isinstance(texts, str):
        return outputs_of(name, Reader(name, texts, scope).read())
    if not texts:
        raise ValueError(f"{name}: there is no output")
    made = {key: Reader(f"{name}.{key}", text, scope).read() for key, text in texts.items()}
    return outputs_of(name, {key: term(value) for key, value in made.items()})


def of_function(function):
    """Its inputs and its parameters: arguments without a default and with one."""
    inputs, parameters = [], {}
    for name, argument in inspect.signature(function).parameters.items():
        if argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
            raise TypeError(f"{function.__name__}: *{name} is not allowed: the arguments are the "
                            "inputs and parameters, each by its name")
        if argument.default is argument.empty:
            inputs.append(name)
        else:
            parameters[name] = argument.default
    return inputs, parameters


class UserIndicator(functools.partial):
    """A defined indicator: called over arrays like any other, with `batch`, `Stream` and, over many
    symbols, `Bank`."""

    batch: Callable
    Stream: type
    Bank: type

    def __repr__(self):
        return f"<indicator {self.func.__name__}{inspect.signature(self.func)}>"


# Name -> (what it was made from, UserIndicator), of those that are reached by their names now.
DEFINED = {}


def parts_of(name):
    """Attributes of the package, by what they are to the indicator."""
    stem = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    return {"call": name, "batch": f"{name}_batch",
            "Stream": f"{stem}Stream", "Bank": f"{stem}Bank"}


def check_free(name):
    """ValueError when the name, or one made of it, means something else."""
    check_name(name, "the name")
    if name in DEFINED:
        return
    for each in parts_of(name).values():
        if hasattr(sys.modules["taipan"], each):
            raise ValueError(f"the name {name!r} is not allowed: taipan.{each} is there already")
    if hasattr(Strategy, name) or name in FUNCTIONS or name in FIELDS or name in MEANS:
        raise ValueError(f"the name {name!r} is not allowed: strategies or expressions have it "
                         "already")


def made_of(name, source, inputs, parameters):
    """The program of a text, texts or function, and its text for people."""
    scope = Scope(inputs, parameters)
    if callable(source):
        outputs = outputs_of(name, source(**scope.symbols))
        formula = inspect.getdoc(source) or ""
    else:
        outputs = read_texts(name, source, scope)
        texts = {"": source} if isinstance(source, str) else source
        formula = "\n".join(f"{key} = {text}".removeprefix(" = ") for key, text in texts.items())
    return Program(name, scope, outputs), formula


def register(name, title, formula, program):
    key = repr((title, formula, program.key()))
    if name in DEFINED and DEFINED[name][0] == key:
        return DEFINED[name][1]
    package = sys.modules["taipan"]
    REGISTRY[name] = _taipan._define(package, name, title, formula, *program.parts())
    _indicator_calls.add_method(Strategy, name)
    parts = {part: getattr(package, each) for part, each in parts_of(name).items()
             if hasattr(package, each)}
    made = UserIndicator(parts.pop("call"))
    vars(made).update(parts, __name__=name, __doc__=made.func.__doc__)
    DEFINED[name] = key, made
    return made


def define(name: str | Callable, expression: str | dict[str, str] | Callable | None = None, /, *,
           inputs: Sequence[str] | dict[str, str] | None = None, title: str = "",
           **parameters: int | float | str | param) -> UserIndicator:
    """Defines an indicator, which is then there like any other: `taipan.NAME`, `NAME_batch`,
    `NameStream`, and in strategies `self.NAME(...)`.

    >>> ta.define("spread", "ema(close, fast) - ema(close, slow)", fast=12, slow=26)
    >>> ta.spread(close, fast=5)

    name : str
    expression : str or dict of str
        Of indicators, of the functions in `taipan.expressions` and of ordinary arithmetic. A dict
        names several outputs.
    inputs : sequence of str or dict of str, optional
        The series it reads, in order; a dict says which column of a bar is the default. Otherwise
        the columns that are named, of open, high, low, close, volume and time, as they appear.
    title : str
    parameters
        Defaults: numbers and texts, or `param(default, low, high)` for bounds.

    As a decorator it takes a function of series (arguments without a default) and parameters (with
    one), which is called once, on expressions, and computes with them as it would with arrays:

    >>> @ta.define
    ... def spread(close, fast=12, slow=26):
    ...     return ta.ema(close, fast) - ta.ema(close, slow)

    Returns the indicator: callable, with the attributes `batch`, `Stream` and `Bank`. Raises
    ValueError with the place of the mistake in the expression.
    """
    source = expression
    if callable(name):
        name, source = name.__name__, name
    if not isinstance(name, str):
        raise TypeError(f"define: name = {name!r} must be a str")
    if callable(source):
        if inputs is not None or parameters:
            raise TypeError(f"{name}: inputs and parameters are the function's arguments")
        inputs, parameters = of_function(source)
        title = title or (inspect.getdoc(source) or "").partition("\n")[0].rstrip(".")
    elif not isinstance(source, (str, dict)):
        raise TypeError(f"{name}: expression = {source!r} must be a str, a dict of str or a "
                        "function")
    check_free(name)
    try:
        program, formula = made_of(name, source, inputs, parameters)
    except Mistake as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError(f"{name}: the expression is nested too deeply") from None
    return register(name, title or name.replace("_", " ").capitalize(), formula, program)
