"""The indicators as methods of a strategy, made from the registry."""

import difflib
from collections import namedtuple
from inspect import Parameter, Signature

from taipan import _taipan

REGISTRY = _taipan.indicators()


class IndicatorCall:
    """Binds the arguments of one indicator and makes its live series."""

    def __init__(self, name, facts):
        self.name = name
        self.title = facts["title"]
        self.inputs = facts["inputs"]
        settings = [p for p in facts["parameters"] if "stream" in p["calls"]]
        self.parameters = [parameter["name"] for parameter in settings]
        self.has_source = len(self.inputs) == 1 and "source" not in self.inputs
        self.signature = Signature(self._settings(settings) + self._sources(facts))
        outputs = facts["outputs"]
        self.result = namedtuple(name, outputs) if len(outputs) > 1 else None

    def _settings(self, settings):
        return [Parameter(parameter["name"], Parameter.POSITIONAL_OR_KEYWORD,
                          default=parameter["default"]) for parameter in settings]

    def _sources(self, facts):
        sources = list(zip(facts["inputs"], facts["fields"]))
        if self.has_source:
            sources.append(("source", None))
        return [Parameter(name, Parameter.KEYWORD_ONLY, default=default)
                for name, default in sources]

    def __call__(self, strategy, arguments, settings):
        try:
            bound = self.signature.bind(*arguments, **settings)
        except TypeError as error:
            raise TypeError(f"{self.name}{self.signature}: {error}") from None
        bound.apply_defaults()
        values = bound.arguments
        sources = [values[name] for name in self.inputs]
        if self.has_source and values["source"] is not None:
            if self.inputs[0] in settings:
                raise TypeError(f"{self.name}: source and {self.inputs[0]} are the same input")
            sources = [values["source"]]
        parameters = tuple(values[name] for name in self.parameters)
        lines = strategy._add_indicator(self.name, parameters, tuple(sources))
        return lines[0] if self.result is None else self.result(*lines)

    def method(self):
        def compute(strategy, /, *arguments, **settings):
            return self(strategy, arguments, settings)

        this = Parameter("self", Parameter.POSITIONAL_ONLY)
        compute.__signature__ = Signature([this, *self.signature.parameters.values()])
        compute.__name__ = self.name
        compute.__qualname__ = f"Strategy.{self.name}"
        compute.__doc__ = (f"{self.title}, as a live series over the strategy's bars.\n\n"
                           "An input is the name of a bar's field or another live series.")
        return compute


CALLS = {}


def find_call(name):
    if name in CALLS:
        return CALLS[name]
    near = difflib.get_close_matches(str(name), CALLS, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"no indicator is named {name!r}{hint}")


def add_method(strategy_class, name):
    """As defined now, for an indicator that its user defines again."""
    is_known = name in CALLS
    CALLS[name] = IndicatorCall(name, REGISTRY[name])
    if not is_known and hasattr(strategy_class, name):
        raise TypeError(f"the indicator {name!r} would hide Strategy.{name}")
    setattr(strategy_class, name, CALLS[name].method())


def add_methods(strategy_class):
    for name in REGISTRY:
        add_method(strategy_class, name)
    return strategy_class
