"""Trades the breakout of a channel, long and short: out of the highs and lows before this bar."""

from taipan import Strategy, param


class DonchianBreakout(Strategy):
    entry = param(20, 5, 100)
    exit = param(10, 3, 50)
    quantity = param(10.0, 0.0)

    def on_start(self):
        self.outer = self.donchian(self.entry)
        self.inner = self.donchian(self.exit)

    def on_bar(self, bar):
        # The channel includes this bar, so a breakout is measured against the one before.
        if len(self.bars) <= self.entry:
            return
        if self.position == 0:
            if bar.close > self.outer.upperband[-2]:
                self.buy(self.quantity)
            elif bar.close < self.outer.lowerband[-2]:
                self.sell(self.quantity)
        elif self.position > 0 and bar.close < self.inner.lowerband[-2]:
            self.close()
        elif self.position < 0 and bar.close > self.inner.upperband[-2]:
            self.close()
