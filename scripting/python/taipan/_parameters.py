"""Parameters of strategies: `param` attributes of a class, and the values given from outside."""

import difflib

from taipan._failures import UsageError

TRUE_WORDS = ("true", "yes", "on", "1")
FALSE_WORDS = ("false", "no", "off", "0")
TYPES = (bool, int, float, str)


class param:
    """A parameter of a strategy: `fast = param(20, 5, 50)`.

    Its type is that of the default: int, float, bool or str. `low` and `high` are the bounds, and
    with `step` the range that sweeps cover. An instance reads it as a plain value, `self.fast`.
    """

    def __init__(self, default, low=None, high=None, step=None, doc=""):
        self.type = type(default)
        self.default, self.low, self.high = default, low, high
        self.step, self.doc = step, doc
        self.name = None
        self._check_declaration()

    def _check_declaration(self):
        if self.type not in TYPES:
            raise TypeError(f"param: default = {self.default!r} must be int, float, bool or str")
        for name in ("low", "high", "step"):
            self._check_bound(name, getattr(self, name))
        if self.step is not None and not self.step > 0:
            raise ValueError(f"param: step = {self.step!r} must be above 0")
        if self.low is not None and self.high is not None and not self.low <= self.high:
            raise ValueError(f"param: low = {self.low!r} must be at most high = {self.high!r}")
        try:
            self.check(self.default)
        except UsageError as error:
            raise ValueError(str(error)) from None

    def _check_bound(self, name, value):
        if value is None:
            return
        if self.type in (bool, str):
            raise TypeError(f"param: {name} is only for numbers, the default is {self.default!r}")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"param: {name} = {value!r} must be a number")
        if self.type is int and not isinstance(value, int):
            raise TypeError(f"param: {name} = {value!r} must be an int like the default "
                            f"{self.default!r}; write the default as a float for real values")

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else self.default

    def __repr__(self):
        return f"param({self.default!r}, {self.low!r}, {self.high!r})"

    def rule(self):
        kind = {bool: "true or false", int: "an integer", float: "a number", str: "a text"}
        bounds = []
        if self.low is not None:
            bounds.append(f"at least {self.low!r}")
        if self.high is not None:
            bounds.append(f"at most {self.high!r}")
        return ", ".join([kind[self.type]] + [" and ".join(bounds)] * bool(bounds))

    def check(self, value):
        """The value as the parameter's type, or UsageError."""
        if self.type is float and type(value) is int:
            value = float(value)
        if type(value) is not self.type:
            raise self._error(value)
        if self.type is float and value - value != 0:  # NaN or infinite
            raise self._error(value)
        if self.low is not None and value < self.low or self.high is not None and value > self.high:
            raise self._error(value)
        return value

    def parse(self, text):
        """The value that a text means, or UsageError."""
        if self.type is str:
            return text
        if self.type is bool:
            return self._parse_bool(text)
        try:
            value = self.type(text)
        except ValueError:
            raise self._error(text) from None
        return self.check(value)

    def _parse_bool(self, text):
        word = text.strip().lower()
        if word not in TRUE_WORDS + FALSE_WORDS:
            raise self._error(text)
        return word in TRUE_WORDS

    def _error(self, value):
        # An error in __set_name__ would reach the author wrapped in another: until then no name.
        place = f"parameter {self.name}: " if self.name else "param: default = "
        return UsageError(f"{place}{value!r} is not allowed: it must be {self.rule()}")


def parameters_of(cls):
    """The class's parameters by name, in the order of their declaration, bases first."""
    found = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, param):
                found[name] = value
            else:
                found.pop(name, None)
    return found


def set_parameters(instance, given):
    """Sets every parameter, from `given` (texts are parsed) or its default."""
    declared = parameters_of(type(instance))
    for name in given:
        if name not in declared:
            raise UsageError(_unknown(name, type(instance), declared))
    for name, parameter in declared.items():
        value = given.get(name, parameter.default)
        is_text = isinstance(value, str)
        checked = parameter.parse(value) if is_text else parameter.check(value)
        # Not through vars(): CPython reads attributes faster while nobody asked for the dict.
        object.__setattr__(instance, name, checked)


def _unknown(name, cls, declared):
    near = difflib.get_close_matches(name, declared, 1)
    if near:
        hint = f"did you mean {near[0]!r}?"
    elif declared:
        hint = f"it has {', '.join(declared)}"
    else:
        hint = "it has none"
    return f"{cls.__name__} has no parameter {name!r}; {hint}"


def _text(value):
    return "" if value is None else str(value)


def describe(instance):
    """(name, type, value, default, low, high, step, doc) of each parameter, as texts."""
    return [(name, p.type.__name__, _text(getattr(instance, name)), _text(p.default), _text(p.low),
             _text(p.high), _text(p.step), p.doc) for name, p in parameters_of(type(instance)).items()]
