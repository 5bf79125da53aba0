"""The base class of strategies."""

import difflib
import inspect

from taipan import _indicator_calls
from taipan._failures import UsageError
from taipan._taipan import _StrategyBase

CALLBACKS = ("on_start", "on_bar", "on_order", "on_fill", "on_stop")


@_indicator_calls.add_methods
class Strategy(_StrategyBase):
    """Derive from it, ask for indicators in on_start and trade in on_bar.

    >>> class Cross(Strategy):
    ...     fast = param(20, 5, 50)
    ...     def on_start(self):
    ...         self.f, self.s = self.ema(self.fast), self.ema(50)
    ...     def on_bar(self, bar):
    ...         if self.f.crosses_above(self.s):
    ...             self.buy(10)
    ...         elif self.f.crosses_below(self.s):
    ...             self.close()
    """

    def on_start(self):
        """Before the first bar."""

    def on_bar(self, bar):
        """At the close of each bar, once every indicator asked for is warm."""

    def on_order(self, order):
        """An order was accepted, rejected, filled or cancelled."""

    def on_fill(self, fill):
        """An order was filled, at the open of a bar that is not closed yet."""

    def on_stop(self):
        """After the last bar."""

    def indicator(self, name, /, *arguments, **settings):
        """Any indicator by its name: `self.indicator("ema", period=20)` is `self.ema(20)`."""
        return _indicator_calls.find_call(name)(self, arguments, settings)


def check_callbacks(cls):
    """UsageError for what looks like a callback and would never run."""
    for name in dir(cls):
        method = getattr(cls, name) if name.startswith("on_") else None
        if not callable(method):
            continue
        if name not in CALLBACKS:
            raise UsageError(_no_callback(cls, name))
        if _runs_later(method):
            raise UsageError(f"{cls.__name__}.{name} is not allowed: it must be a plain function, "
                             "without async or yield; its body would never run")


def _runs_later(method):
    return (inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method)
            or inspect.isgeneratorfunction(method))


def _no_callback(cls, name):
    near = difflib.get_close_matches(name.lower(), CALLBACKS, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return (f"{cls.__name__}.{name} is no callback; {hint}"
            f"Names that begin with on_ are those of callbacks: {', '.join(CALLBACKS)}")


def _callbacks(instance):
    """Bound methods in the order of CALLBACKS, None for those that would do nothing."""
    inherited = vars(Strategy).get
    methods = [getattr(instance, name) for name in CALLBACKS]
    return tuple(None if getattr(method, "__func__", None) is inherited(name) else method
                 for name, method in zip(CALLBACKS, methods))
