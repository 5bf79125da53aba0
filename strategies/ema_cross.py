"""Long while a fast average is above a slow one."""

from taipan import Strategy, param


class EmaCross(Strategy):
    fast = param(20, 5, 50)
    slow = param(50, 20, 200)

    def on_start(self):
        self.f = self.ema(self.fast)
        self.s = self.indicator("ema", period=self.slow)

    def on_bar(self, bar):
        if self.f.crosses_above(self.s):
            self.buy(10)
        elif self.f.crosses_below(self.s):
            self.close()
