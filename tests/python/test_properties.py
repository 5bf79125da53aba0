"""Laws that hold for every registered indicator."""

import numpy as np
import pytest

import taipan as ta
from support import (CASES, FLAT_KINDS, INDICATORS, NAMES, assert_close, bars, call, flat_bars,
                     inputs_of, leading_nans, parameter_sets, parameters_of, range_arguments,
                     rows_of, stream_of, sweep)

SHIFT = 13


def stream_rows(name, inputs, parameters):
    stream = stream_of(name, parameters)
    width = len(INDICATORS[name]["outputs"])
    rows = []
    for row in rows_of(name, inputs):
        result = stream.update(*row)
        if result is None:
            result = (np.nan,) * width
        rows.append(result if isinstance(result, tuple) else (result,))
    return np.array(rows).T


def masked(results):
    """What a stream shows: nothing until every output is defined."""
    results = np.array(results)
    results[:, :max(leading_nans(values) for values in results)] = np.nan
    return results


def test_something_is_registered():
    assert len(NAMES) >= 1


@pytest.mark.parametrize("name, parameters", CASES)
def test_stream_equals_single(name, parameters):
    inputs = inputs_of(name, bars())
    for actual, expected in zip(stream_rows(name, inputs, parameters),
                                masked(call(name, inputs, parameters)), strict=True):
        assert_close(actual, expected)


def usual_size(values):
    finite = values[np.isfinite(values)]
    return np.abs(finite).mean() if finite.size else 0.0


@pytest.mark.parametrize("kind", FLAT_KINDS)
@pytest.mark.parametrize("name, parameters", CASES)
def test_every_path_agrees_on_prices_that_stand_still(name, parameters, kind):
    inputs = inputs_of(name, flat_bars(kind))
    sizes = [usual_size(values) for values in call(name, inputs_of(name, bars()), parameters)]
    rows = stream_rows(name, inputs, parameters)
    begin = stream_of(name, parameters).warmup
    for kernel in ta.kernels():
        for values, streamed, usual in zip(call(name, inputs, parameters, kernel), rows, sizes,
                                           strict=True):
            assert_close(values[begin:], streamed[begin:], usual=usual)


@pytest.mark.parametrize("name, parameters", CASES)
def test_a_reset_stream_starts_again(name, parameters):
    inputs = inputs_of(name, bars(150))
    stream = stream_of(name, parameters)
    first = [stream.update(*row) for row in rows_of(name, inputs)]
    stream.reset()
    assert [stream.update(*row) for row in rows_of(name, inputs)] == first


@pytest.mark.parametrize("name, parameters", CASES)
def test_single_kernels_agree(name, parameters):
    inputs = inputs_of(name, bars())
    reference = call(name, inputs, parameters, kernel="scalar")
    for kernel in [None, "auto", *ta.kernels()]:
        for actual, expected in zip(call(name, inputs, parameters, kernel), reference, strict=True):
            assert_close(actual, expected)


def sweep_arguments(name):
    """Ranges over legal values: both parameter sets' values where numbers differ."""
    low, high = parameter_sets(name)[0], parameter_sets(name)[-1]
    arguments = {}
    for parameter in parameters_of(name, "batch"):
        start = low.get(parameter["name"], parameter["default"])
        end = high.get(parameter["name"], start + 1 if parameter["type"] == "int" else start)
        if parameter["type"] == "str":
            start, end, step = start, start, 1
        else:
            step = 1 if parameter["type"] == "int" else abs(end - start) or 1.0
        arguments |= range_arguments(parameter, start, end, step)
    return arguments


def row_of(name, swept, row):
    values = {}
    for parameter in parameters_of(name, "single"):
        value = swept[parameter["batch_key"]][row]
        values[parameter["name"]] = value if isinstance(value, str) else value.item()
    return values


@pytest.mark.parametrize("kernel", ta.kernels())
@pytest.mark.parametrize("name", NAMES)
def test_sweep_rows_equal_single_calls(name, kernel):
    inputs = inputs_of(name, bars(300))
    swept = sweep(name, inputs, **sweep_arguments(name), kernel=kernel)
    rows = swept["rows"]
    assert swept["cols"] == 300
    assert rows >= 2 ** sum(p["type"] != "str" for p in parameters_of(name, "batch"))
    random = np.random.default_rng(1)
    for row in {0, rows - 1, *random.integers(0, rows, 30).tolist()}:
        single = call(name, inputs, row_of(name, swept, row), kernel)
        for key, expected in zip(INDICATORS[name]["batch_keys"], single, strict=True):
            assert swept[key].shape == (rows, 300)
            assert_close(swept[key][row], expected)


@pytest.mark.parametrize("name", NAMES)
def test_a_sweep_without_ranges_is_one_row_of_defaults(name):
    inputs = inputs_of(name, bars(200))
    swept = sweep(name, inputs)
    assert swept["rows"] == 1
    assert row_of(name, swept, 0) == parameter_sets(name)[0]


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_threads_do_not_change_a_sweep(name, threads):
    inputs = inputs_of(name, bars(300))
    expected = sweep(name, inputs, **sweep_arguments(name))
    try:
        ta.set_num_threads(threads)
        assert ta.get_num_threads() == threads
        actual = sweep(name, inputs, **sweep_arguments(name))
    finally:
        ta.set_num_threads(0)
    for key in INDICATORS[name]["batch_keys"]:
        assert_close(actual[key].ravel(), expected[key].ravel())


@pytest.mark.parametrize("name, parameters", CASES)
def test_the_undefined_prefix_is_the_declared_warm_up(name, parameters):
    inputs = inputs_of(name, bars())
    results = call(name, inputs, parameters)
    warmup = max(leading_nans(values) for values in results)
    assert warmup == min(stream_of(name, parameters).warmup, len(results[0]))
    for values in results:
        assert not np.isnan(values[leading_nans(values):]).any()


@pytest.mark.parametrize("name", NAMES)
def test_the_listed_warm_up_is_that_of_the_defaults(name):
    assert INDICATORS[name]["warmup"] == stream_of(name, {}).warmup


@pytest.mark.parametrize("name, parameters", CASES)
def test_leading_nans_shift_everything(name, parameters):
    inputs = inputs_of(name, bars())
    shifted = [np.concatenate([np.full(SHIFT, np.nan), values]) for values in inputs]
    for actual, expected in zip(call(name, shifted, parameters), call(name, inputs, parameters),
                                strict=True):
        assert np.isnan(actual[:SHIFT]).all()
        assert_close(actual[SHIFT:], expected)


@pytest.mark.parametrize("name, parameters", CASES)
def test_rows_count_from_the_first_complete_one(name, parameters):
    inputs = inputs_of(name, bars())
    begun = [values[SHIFT:].copy() for values in inputs]
    inputs[0][:SHIFT] = np.nan
    for actual, expected in zip(call(name, inputs, parameters), call(name, begun, parameters),
                                strict=True):
        assert np.isnan(actual[:SHIFT]).all()
        assert_close(actual[SHIFT:], expected)


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_skips_leading_nans(name):
    inputs = inputs_of(name, bars(200))
    stream, late = stream_of(name, {}), stream_of(name, {})
    for _ in range(SHIFT):
        assert late.update(*[np.nan] * len(inputs)) is None
    for row in rows_of(name, inputs):
        assert stream.update(*row) == late.update(*row)


@pytest.mark.parametrize("name", NAMES)
def test_inputs_are_never_written(name):
    inputs = inputs_of(name, bars())
    before = [values.copy() for values in inputs]
    for values in inputs:
        values.flags.writeable = False
    for kernel in ta.kernels():
        call(name, inputs, {}, kernel)
    sweep(name, inputs)
    for values, copy in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(values, copy)


def strided(values):
    wide = np.full((values.size, 3), -1.0)
    wide[:, 1] = values
    return wide[:, 1]


def misaligned(values):
    raw = np.zeros(values.nbytes + 1, dtype=np.uint8)
    view = raw[1:].view(np.float64)
    view[:] = values
    return view


def big_endian(values):
    return values.astype(">f8")


def reversed_view(values):
    return values[::-1].copy()[::-1]


class HasArray:
    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None):
        return self.values if dtype is None else self.values.astype(dtype)


FORMS = [list, tuple, strided, misaligned, big_endian, reversed_view, HasArray,
         lambda values: values.astype(object), memoryview]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: getattr(form, "__name__", "form"))
@pytest.mark.parametrize("name", NAMES)
def test_any_array_like_gives_the_same(name, form):
    inputs = inputs_of(name, bars(200))
    expected = call(name, inputs, {})
    for actual, wanted in zip(call(name, [form(values) for values in inputs], {}), expected,
                              strict=True):
        np.testing.assert_array_equal(actual, wanted)


@pytest.mark.parametrize("name", NAMES)
def test_none_in_a_list_is_nan(name):
    inputs = inputs_of(name, bars(200))
    lists = [[None] * SHIFT + values.tolist() for values in inputs]
    arrays = [np.concatenate([np.full(SHIFT, np.nan), values]) for values in inputs]
    for actual, expected in zip(call(name, lists, {}), call(name, arrays, {}), strict=True):
        np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("kind", [np.float32, np.float16, np.longdouble, np.int64, np.int32])
@pytest.mark.parametrize("name", NAMES)
def test_other_number_types_are_converted(name, kind):
    inputs = [np.round(values).astype(kind) for values in inputs_of(name, bars(200))]
    doubles = [values.astype(np.float64) for values in inputs]
    for actual, expected in zip(call(name, inputs, {}), call(name, doubles, {}), strict=True):
        np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("name", NAMES)
def test_later_rows_do_not_change_earlier_results(name):
    inputs = inputs_of(name, bars())
    whole = call(name, inputs, {})
    for size in (200, 311, 512, 699):
        part = call(name, [values[:size] for values in inputs], {})
        for actual, expected in zip(part, whole, strict=True):
            assert_close(actual, expected[:size])
