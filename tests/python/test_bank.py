"""Banks: one stream a symbol, advanced together."""

import copy
import inspect
import pickle
import threading

import numpy as np
import pytest

import taipan as ta
from support import CASES, INDICATORS, NAMES, bars, inputs_of, outputs, parameters_of, stream_of

SYMBOLS = 11


def bank_of(name, symbols, parameters, **others):
    taken = {p["name"] for p in parameters_of(name, "stream")}
    values = {key: value for key, value in parameters.items() if key in taken}
    return getattr(ta, INDICATORS[name]["bank"])(symbols, **values, **others)


def universe(name, rows=250, symbols=SYMBOLS):
    """Of each input a matrix, a row after another; some symbols begin later, one never."""
    inputs = [np.array(columns).T.copy()
              for columns in zip(*(inputs_of(name, bars(rows, seed)) for seed in range(symbols)))]
    for symbol in range(1, symbols, 3):
        inputs[0][:7 * symbol, symbol] = np.nan
    inputs[-1][:, symbols - 1] = np.nan
    return inputs


@pytest.mark.parametrize("name, parameters", CASES)
def test_a_bank_is_as_many_streams(name, parameters):
    inputs = universe(name)
    streams = [stream_of(name, parameters) for _ in range(SYMBOLS)]
    bank = bank_of(name, SYMBOLS, parameters)
    for row in zip(*inputs):
        actual = np.array(outputs(bank.update(*row)))
        for symbol, stream in enumerate(streams):
            expected = stream.update(*(row[i][symbol] for i in INDICATORS[name]["row_order"]))
            # A stream answers once every output is defined.
            if expected is not None:
                np.testing.assert_array_equal(actual[:, symbol], outputs(expected))
            else:
                assert np.isnan(actual[:, symbol]).any()


@pytest.mark.parametrize("name", NAMES)
def test_kernels_agree_to_the_bit(name):
    inputs = universe(name)
    banks = [bank_of(name, SYMBOLS, {}, kernel=kernel) for kernel in [None, "auto", *ta.kernels()]]
    for row in zip(*inputs):
        first, *others = [bank.update(*row) for bank in banks]
        for other in others:
            np.testing.assert_array_equal(other, first)


@pytest.mark.parametrize("name", NAMES)
def test_signatures_documentation_and_representation(name):
    facts = INDICATORS[name]
    kind = getattr(ta, facts["bank"])
    assert facts["bank"] in ta.__all__
    signature = inspect.signature(kind)
    assert list(signature.parameters) == [
        "symbols", *(p["name"] for p in parameters_of(name, "stream")), "kernel"]
    for parameter in parameters_of(name, "stream"):
        assert signature.parameters[parameter["name"]].default == parameter["default"]
    assert list(inspect.signature(kind.update).parameters) == ["self", *facts["inputs"], "out"]
    assert facts["title"] in kind.__doc__
    for word in ["Parameters", "Returns", "Raises", *facts["inputs"], *facts["outputs"]]:
        assert word in kind.update.__doc__
    bank = kind(5)
    assert bank.symbols == 5
    assert bank.warmup == facts["warmup"]
    again = eval(repr(bank), vars(ta))
    assert type(again) is kind and repr(again) == repr(bank)


@pytest.mark.parametrize("name", NAMES)
def test_a_reset_bank_starts_again(name):
    inputs = universe(name, rows=100)
    bank = bank_of(name, SYMBOLS, {})
    first = [bank.update(*row) for row in zip(*inputs)]
    bank.reset()
    np.testing.assert_array_equal([bank.update(*row) for row in zip(*inputs)], first)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_goes_on_to_the_same_bits(name):
    inputs = universe(name, rows=150)
    rows = list(zip(*inputs))
    bank = bank_of(name, SYMBOLS, {})
    for row in rows[:70]:
        bank.update(*row)
    kind = type(bank)
    others = [kind.from_state(bank.state()), copy.copy(bank), pickle.loads(pickle.dumps(bank))]
    for row in rows[70:]:
        expected = bank.update(*row)
        for other in others:
            np.testing.assert_array_equal(other.update(*row), expected)


def test_states_that_do_not_fit_are_refused():
    state = ta.EmaBank(3, 5).state()
    for bad in (b"", state[:-1], state[:20], state.replace(b"ema", b"ema!"), ta.EmaStream(5).state(),
                ta.RsiBank(3).state()):
        with pytest.raises(ValueError, match="state"):
            ta.EmaBank.from_state(bad)
    with pytest.raises(TypeError):
        ta.EmaBank.from_state("text")


@pytest.mark.parametrize("name", NAMES)
def test_results_go_where_the_caller_wants_them(name):
    inputs = universe(name, rows=100)
    width = len(INDICATORS[name]["outputs"])
    new, reused = bank_of(name, SYMBOLS, {}), bank_of(name, SYMBOLS, {})
    out = tuple(np.empty(SYMBOLS) for _ in range(width))
    out = out[0] if width == 1 else out
    for row in zip(*inputs):
        assert reused.update(*row, out=out) is out
        np.testing.assert_array_equal(out, new.update(*row))


@pytest.mark.parametrize("name", NAMES)
def test_any_array_like_is_taken(name):
    row = [values[0] for values in universe(name, rows=1)]
    expected = bank_of(name, SYMBOLS, {}).update(*row)
    strided = [np.repeat(values, 2)[::2] for values in row]
    for same in (strided, [values.tolist() for values in row]):
        before = [np.array(values) for values in same]
        np.testing.assert_array_equal(bank_of(name, SYMBOLS, {}).update(*same), expected)
        np.testing.assert_array_equal(same, before)


def test_symbols_must_be_a_positive_integer():
    for bad in (0, -1, 2 ** 31, 2 ** 70):
        with pytest.raises(ValueError, match="RsiBank: symbols must"):
            ta.RsiBank(bad)
    for bad in ("4", 4.0, True, None, [4]):
        with pytest.raises(TypeError, match="RsiBank: symbols must be an integer"):
            ta.RsiBank(bad)
    with pytest.raises(TypeError, match="symbols"):
        ta.RsiBank()
    with pytest.raises(ValueError, match="period"):
        ta.RsiBank(4, 0)
    with pytest.raises(ValueError, match="kernel"):
        ta.RsiBank(4, kernel="sse9")


def test_inputs_must_have_a_value_a_symbol():
    bank = ta.AtrBank(4)
    good = np.ones(4)
    with pytest.raises(ValueError, match=r"atr: low must have one value for each of 4 symbols, "
                                         r"got shape \(3,\)"):
        bank.update(good, np.ones(3), good)
    with pytest.raises(ValueError, match="close must be one-dimensional"):
        bank.update(good, good, np.ones((4, 1)))
    with pytest.raises(TypeError, match="high must be"):
        bank.update("high", good, good)


def test_out_must_fit():
    bank = ta.RsiBank(4)
    row = np.ones(4)
    read_only = np.empty(4)
    read_only.flags.writeable = False
    rule = r"rsi: out must be a writable contiguous array of float64 of shape \(4,\), got "
    for bad in (np.empty(3), np.empty((4, 1)), np.empty(4, np.float32), np.empty(8)[::2],
                read_only):
        with pytest.raises(ValueError, match=rule):
            bank.update(row, out=bad)
    with pytest.raises(TypeError, match="rsi: out must be an array, got"):
        bank.update(row, out=[0.0] * 4)
    with pytest.raises(ValueError, match="rsi: out must not share memory with data"):
        bank.update(row, out=row)
    macd = ta.MacdBank(4)
    for bad in (np.empty(4), [np.empty(4)] * 3, (np.empty(4),) * 2):
        with pytest.raises(TypeError, match="macd: out must be a tuple of 3 arrays"):
            macd.update(row, out=bad)
    with pytest.raises(ValueError, match=r"macd: out\[1\] must be a writable"):
        macd.update(row, out=(np.empty(4), np.empty(5), np.empty(4)))
    with pytest.raises(ValueError, match="must not share memory"):
        macd.update(row, out=(np.empty(4),) * 3)


def test_a_refused_row_changes_nothing():
    refused, plain = ta.EmaBank(3, 2), ta.EmaBank(3, 2)
    for row in np.arange(12.0).reshape(4, 3):
        with pytest.raises(ValueError):
            refused.update(row, out=np.empty(2))
        np.testing.assert_array_equal(refused.update(row), plain.update(row))


def test_threads_never_meet_in_one_bank():
    """Either an update is alone, or it is refused."""
    bank = ta.AlmaBank(20_000)
    row = np.ones(bank.symbols)
    problems = []

    def work():
        for _ in range(100):
            try:
                bank.update(row)
            except RuntimeError as error:
                if "another thread" not in str(error):
                    problems.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    np.testing.assert_allclose(bank.update(row), 1.0, rtol=1e-12)
