"""The types of scripting/strategy/, for editors; _StrategyBase goes on with the indicators."""

import datetime as _datetime
from typing import Literal, NamedTuple, final, overload

_Source = LiveSeries | Literal["open", "high", "low", "close", "volume"]

@final
class LiveSeries:
    """Values, one a bar, up to the present one."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> float: ...
    @overload
    def __getitem__(self, index: slice, /) -> Array: ...
    def __float__(self) -> float: ...
    def __int__(self) -> int: ...
    def __format__(self, specification: str, /) -> str: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...
    def __lt__(self, other: LiveSeries | float, /) -> bool: ...
    def __le__(self, other: LiveSeries | float, /) -> bool: ...
    def __gt__(self, other: LiveSeries | float, /) -> bool: ...
    def __ge__(self, other: LiveSeries | float, /) -> bool: ...
    @property
    def values(self) -> Array: ...
    def crosses_above(self, other: LiveSeries | float, /) -> bool: ...
    def crosses_below(self, other: LiveSeries | float, /) -> bool: ...

@final
class Bars:
    """The closed bars, one series a field."""
    time: LiveSeries
    open: LiveSeries
    high: LiveSeries
    low: LiveSeries
    close: LiveSeries
    volume: LiveSeries
    def __len__(self) -> int: ...

@final
class Bar:
    """One closed bar."""
    time: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    @property
    def datetime(self) -> _datetime.datetime: ...

class Fill(NamedTuple):
    """An order was filled."""
    order: int
    time: int
    bar: int
    quantity: float
    price: float
    commission: float

class Order(NamedTuple):
    """An order's new status."""
    id: int
    time: int
    quantity: float
    closes_position: bool
    status: Literal["accepted", "rejected", "filled", "cancelled"]
    reason: str

class Trade(NamedTuple):
    """A closed round trip."""
    entry_bar: int
    exit_bar: int
    entry_time: int
    exit_time: int
    size: float
    entry_price: float
    exit_price: float
    commission: float
    pnl: float

class _StrategyBase:
    def buy(self, quantity: float, /) -> int: ...
    def sell(self, quantity: float, /) -> int: ...
    def close(self) -> int | None: ...
    def cancel_all(self) -> int: ...
    def _add_indicator(self, name: str, parameters: tuple[Any, ...],
                       sources: tuple[_Source, ...], /) -> tuple[LiveSeries, ...]: ...
    @property
    def position(self) -> float: ...
    @property
    def cash(self) -> float: ...
    @property
    def equity(self) -> float: ...
    @property
    def pending_orders(self) -> int: ...
    @property
    def now(self) -> int: ...
    @property
    def datetime(self) -> _datetime.datetime: ...
    @property
    def trades(self) -> list[Trade]: ...
    @property
    def bars(self) -> Bars: ...
