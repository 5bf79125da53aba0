"""Buys weakness while the long trend is up, and leaves when strength returns."""

from taipan import Strategy, param


class RsiReversion(Strategy):
    period = param(14, 2, 50, doc="of the RSI")
    trend = param(100, 20, 300, doc="of the average that tells the trend")
    low = param(35.0, 5.0, 50.0, step=5.0, doc="buys below")
    high = param(60.0, 50.0, 95.0, step=5.0, doc="leaves above")

    def on_start(self):
        self.strength = self.rsi(self.period)
        self.average = self.sma(self.trend)

    def on_bar(self, bar):
        if self.position == 0 and self.strength < self.low and bar.close > self.average:
            self.buy(self.equity / bar.close)
        elif self.position > 0 and self.strength > self.high:
            self.close()
