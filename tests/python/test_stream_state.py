"""A stream's state as bytes, by copy and by pickle."""

import copy
import pickle

import pytest

import taipan as ta
from support import CASES, INDICATORS, NAMES, bars, inputs_of, rows_of, stream_of

ROWS = 300


def advanced(stream, rows):
    return [stream.update(*row) for row in rows]


def copies_of(stream):
    return [type(stream).from_state(stream.state()), copy.copy(stream), copy.deepcopy(stream),
            pickle.loads(pickle.dumps(stream))]


@pytest.mark.parametrize("cut", [0, 1, 20, 150])
@pytest.mark.parametrize("name, parameters", CASES)
def test_a_stream_goes_on_from_its_state(name, parameters, cut):
    rows = list(rows_of(name, inputs_of(name, bars(ROWS))))
    stream = stream_of(name, parameters)
    advanced(stream, rows[:cut])
    others = copies_of(stream)
    expected = advanced(stream, rows[cut:])
    for other in others:
        assert repr(other) == repr(stream)
        assert other.warmup == stream.warmup
        assert repr(advanced(other, rows[cut:])) == repr(expected)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_of_another_indicator_is_refused(name):
    other = NAMES[NAMES.index(name) - 1]
    with pytest.raises(ValueError, match=f"it is of '{other}', not '{name}'"):
        getattr(ta, INDICATORS[name]["stream"]).from_state(stream_of(other, {}).state())


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_are_refused(name):
    stream = stream_of(name, {})
    advanced(stream, list(rows_of(name, inputs_of(name, bars(ROWS)))))
    state = stream.state()
    for size in [0, 1, 7, 8, 30, len(state) // 2, len(state) - 1]:
        with pytest.raises(ValueError, match="incomplete or damaged"):
            type(stream).from_state(state[:size])
    for at in range(0, len(state), 1 + len(state) // 40):
        damaged = bytearray(state)
        damaged[at] ^= 16
        with pytest.raises(ValueError, match="incomplete or damaged"):
            type(stream).from_state(damaged)


def test_what_is_no_bytes_is_refused():
    with pytest.raises(TypeError):
        ta.EmaStream.from_state("text")


class Named(ta.EmaStream):
    """A subclass with an attribute of its own."""


def test_a_subclass_keeps_its_attributes():
    stream = Named(3)
    stream.label = "fast"
    stream.update(1.0)
    for other in (copy.copy(stream), pickle.loads(pickle.dumps(stream))):
        assert type(other) is Named and other.label == "fast"
        assert other.update(2.0) == copy.copy(stream).update(2.0)
