"""Taipan: technical indicators over arrays, sweeps and streams, and strategies that trade on them.

>>> import taipan as ta
>>> ta.rsi(close, 14)
>>> ta.ema_batch(close, (5, 50, 5))["values"]
>>> stream = ta.MacdStream(12, 26, 9)
>>> stream.update(price)
"""

from taipan import _taipan
from taipan._taipan import *  # noqa: F403
from taipan._definitions import UserIndicator, define
from taipan._parameters import param
from taipan._taipan import __version__
from taipan.strategy import Strategy

__all__ = ["Strategy", "UserIndicator", "define", "param"] + [
    name for name in dir(_taipan) if not name.startswith("_")]
