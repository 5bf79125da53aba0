"""Memory and threads: no copies in or out, recycling, and a GIL that is really released."""

import gc
import sys
import threading
import time

import numpy as np
import pytest

import taipan as ta
from support import NAMES, bars, call, inputs_of, outputs, parameters_of, sweep

# Any that has a period.
SOME = next(name for name in NAMES if any(p["is_period"] for p in parameters_of(name, "batch")))
RECYCLED = 64 * 1024 // 8  # values from which results come from the pool
LARGE = 1_000_000


def address(array):
    return array.__array_interface__["data"][0]


def is_capsule(thing):
    return type(thing).__name__ == "PyCapsule"


@pytest.mark.parametrize("name", NAMES)
def test_large_results_are_views_on_memory_of_the_pool(name):
    columns = bars(RECYCLED)
    for result in call(name, inputs_of(name, columns), {}):
        assert is_capsule(result.base)
        assert result.flags.c_contiguous and result.flags.writeable and result.flags.aligned
        assert result.dtype == np.float64 and result.shape == (RECYCLED,)
        assert address(result) % 64 == 0
    swept = sweep(name, inputs_of(name, columns))
    matrices = [value for value in swept.values() if getattr(value, "ndim", 0) == 2]
    assert matrices and all(is_capsule(matrix.base) for matrix in matrices)


@pytest.mark.parametrize("name", NAMES)
def test_small_results_are_plain_arrays(name):
    for result in call(name, inputs_of(name, bars(300)), {}):
        assert result.base is None and result.flags.owndata


@pytest.mark.parametrize("size", [RECYCLED, 100_000, LARGE])
def test_large_results_are_recycled(size):
    name = SOME
    inputs = inputs_of(name, bars(size))
    first = call(name, inputs, {})
    addresses = {address(result) for result in first}
    del first
    gc.collect()
    second = call(name, inputs, {})
    assert {address(result) for result in second} == addresses


def test_living_results_never_share_memory():
    name = SOME
    inputs = inputs_of(name, bars(100_000))
    kept = [outputs(call(name, inputs, {}))[0] for _ in range(20)]
    ranges = sorted((address(result), address(result) + result.nbytes) for result in kept)
    assert all(end <= begin for (_, end), (begin, _) in zip(ranges, ranges[1:]))
    for result in kept[1:]:
        np.testing.assert_array_equal(result, kept[0])


def test_a_view_keeps_the_memory():
    name = SOME
    inputs = inputs_of(name, bars(100_000))
    expected = call(name, inputs, {})[0].copy()
    view = call(name, inputs, {})[0][500:]
    for _ in range(5):
        call(name, inputs, {})
    np.testing.assert_array_equal(view, expected[500:])


def test_recycled_memory_holds_nothing_of_before():
    """The undefined prefix is written anew, however dirty the block was."""
    for name in NAMES:
        inputs = inputs_of(name, bars(50_000))
        expected = [result.copy() for result in call(name, inputs, {})]
        for result in call(name, inputs, {}):
            result[:] = 12345.0
        for actual, wanted in zip(call(name, inputs, {}), expected, strict=True):
            np.testing.assert_array_equal(actual, wanted)


def resident_bytes():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def test_the_pool_keeps_a_bounded_amount():
    name = SOME
    inputs = inputs_of(name, bars(LARGE))
    before = resident_bytes()
    kept = [call(name, inputs, {}) for _ in range(80)]
    assert resident_bytes() - before > 500 << 20
    del kept
    gc.collect()
    assert resident_bytes() - before < 320 << 20


def test_a_contiguous_input_is_not_copied():
    name = SOME
    inputs = inputs_of(name, bars(LARGE))
    call(name, inputs, {})
    import tracemalloc

    tracemalloc.start()
    try:
        call(name, inputs, {})
        plain = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        call(name, [values.astype(np.float32) for values in inputs], {})
        converted = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert plain < 100_000
    assert converted >= LARGE * 8  # so the measure sees copies where there are some


@pytest.mark.parametrize("name", NAMES)
def test_threads_get_the_same_results(name):
    inputs = inputs_of(name, bars(20_000))
    expected = call(name, inputs, {})
    wrong = []

    def work():
        for _ in range(10):
            for actual, wanted in zip(call(name, inputs, {}), expected, strict=True):
                if not np.array_equal(actual, wanted, equal_nan=True):
                    wrong.append(name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def longest_pause_during(work):
    """How long this thread could not run Python while another did `work`, and how long that took."""
    begun, done = threading.Event(), threading.Event()
    seconds = []

    def run():
        begun.set()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
        done.set()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait()
    longest, last = 0.0, time.perf_counter()
    while not done.is_set():
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    thread.join()
    return longest, seconds[0]


@pytest.mark.parametrize("swept", [False, True], ids=["single", "sweep"])
def test_the_gil_is_released(swept):
    name = SOME
    size = 200_000 if swept else 5_000_000
    inputs = inputs_of(name, bars(size))
    rows = 100
    if swept:
        axis = next(p for p in ta.indicators()[name]["parameters"] if p["is_period"])
        arguments = {axis["batch_arguments"][0]: (axis["default"], axis["default"] + rows, 1)}

    def work():
        if swept:
            sweep(name, inputs, **arguments)
        else:
            call(name, inputs, {})

    ta.set_num_threads(1)
    try:
        work()
        # A busy machine may stop this thread once; a held GIL would stop it every time.
        ratios = [pause / total for pause, total in (longest_pause_during(work) for _ in range(7))]
    finally:
        ta.set_num_threads(0)
    assert min(ratios) < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_references_are_balanced(name):
    inputs = inputs_of(name, bars(RECYCLED))
    lists = [values[:300].tolist() for values in inputs]
    stream = getattr(ta, ta.indicators()[name]["stream"])
    watched = [*inputs, *lists, "scalar", None, ta, stream, np.dtype(float)]

    def work():
        call(name, inputs, {}, "scalar")
        call(name, lists, {}, None)
        sweep(name, inputs, kernel="scalar")
        made = stream()
        made.update(*(1.0 for _ in inputs))
        repr(made)
        for bad in ([None] * len(inputs), [[[1.0]]] * len(inputs), [[]] * len(inputs)):
            with pytest.raises((TypeError, ValueError)):
                getattr(ta, name)(*bad)
        with pytest.raises(ValueError):
            call(name, inputs, {}, "no kernel")

    work()
    before = [sys.getrefcount(thing) for thing in watched]
    for _ in range(20):
        work()
    after = [sys.getrefcount(thing) for thing in watched]
    # pytest itself keeps a few of None and of the module.
    assert all(late - early < 15 for early, late in zip(before, after)), list(zip(before, after))
