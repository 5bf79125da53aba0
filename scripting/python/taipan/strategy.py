"""The base class of strategies."""

from taipan import _indicator_calls
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


def _callbacks(instance):
    """Bound methods in the order of CALLBACKS, None for those that would do nothing."""
    inherited = vars(Strategy).get
    methods = [getattr(instance, name) for name in CALLBACKS]
    return tuple(None if getattr(method, "__func__", None) is inherited(name) else method
                 for name, method in zip(CALLBACKS, methods))
