"""Follows the SuperTrend, always in the market: the more the bars move, the smaller the size."""

from taipan import Strategy, param


class SupertrendFollow(Strategy):
    period = param(10, 5, 50)
    factor = param(3.0, 1.0, 6.0, step=0.5)
    risk = param(0.01, 0.001, 0.1, doc="part of the equity that one average range is worth")

    def on_start(self):
        self.line, self.changed = self.supertrend(self.period, self.factor)
        self.range = self.atr(self.period)

    def on_bar(self, bar):
        if self.changed[-1] == 0 and self.position != 0:
            return
        size = self.equity * min(self.risk / self.range[-1], 1 / bar.close)
        direction = 1 if bar.close > self.line else -1
        wanted = direction * size - self.position
        if wanted > 0:
            self.buy(wanted)
        elif wanted < 0:
            self.sell(-wanted)
