"""Buys a price stretched far below its average, and leaves when it is back: own indicators."""

import taipan as ta
from taipan import Strategy, param

ta.define("stretch", "(close - ema(close, period)) / atr(period)", period=20)


@ta.define
def calm(high, low, close, period=14, window=50):
    """How small the range is beside the widest of late: 0 to 1."""
    span = ta.atr(high, low, close, period)
    return 1 - span / ta.expressions.highest(span, window)


class StretchedPrice(Strategy):
    period = param(20, 5, 100)
    depth = param(1.0, 0.25, 5.0, step=0.25)

    def on_start(self):
        self.distance = self.stretch(self.period)
        self.quiet = self.indicator("calm")

    def on_bar(self, bar):
        if self.position == 0 and self.distance < -self.depth and self.quiet > 0.1:
            self.buy(self.equity / bar.close)
        elif self.position > 0 and self.distance > 0:
            self.close()
