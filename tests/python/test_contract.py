"""Names, order, defaults, results and error texts of the library whose users change one import."""

import ast
import inspect
import re

import numpy as np
import pytest

import taipan as ta
from support import INDICATORS, contract, outputs, parameters_of, sweep

CONTRACT = contract()
NAMES = list(CONTRACT)
SIZE = 100


def names_of(parameters):
    return [parameter["name"] for parameter in parameters]


def literal(text):
    """The value of a default written as source, or None where it is not a literal."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None


def test_some_indicators_are_in_the_contract():
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_arguments_have_the_names_and_order(name):
    assert list(inspect.signature(getattr(ta, name)).parameters) == names_of(CONTRACT[name]["params"])


@pytest.mark.parametrize("name", NAMES)
def test_defaults(name):
    ours = inspect.signature(getattr(ta, name)).parameters
    expected = dict(CONTRACT[name]["rust_core_param_defaults"])
    expected |= {p["name"]: p["default"] for p in CONTRACT[name]["params"] if "default" in p}
    for parameter, text in expected.items():
        value = literal(text)
        if value is not None:
            assert ours[parameter].default == value


@pytest.mark.parametrize("name", NAMES)
def test_outputs(name):
    expected = CONTRACT[name]["outputs"]
    assert list(INDICATORS[name]["outputs"]) == expected["names"]
    inputs = [np.arange(1.0, SIZE + 1)] * len(INDICATORS[name]["inputs"])
    result = getattr(ta, name)(*inputs)
    kinds = {"single": np.ndarray, "tuple": tuple, "dict": dict}
    assert isinstance(result, kinds[expected["kind"]])
    assert not isinstance(result, dict) or list(result) == expected["names"]
    assert len(outputs(result)) == expected["count"]


@pytest.mark.parametrize("name", NAMES)
def test_sweeps(name):
    batch = CONTRACT[name]["batch"]
    if not (batch and batch.get("registered")):
        pytest.skip("the contract has no sweep")
    function = getattr(ta, batch["python_function"])
    assert list(inspect.signature(function).parameters) == names_of(batch["params"])
    inputs = [np.arange(1.0, SIZE + 1)] * len(INDICATORS[name]["inputs"])
    assert set(batch["dict_keys"]) <= set(sweep(name, inputs))


@pytest.mark.parametrize("name", NAMES)
def test_streams(name):
    if not CONTRACT[name]["streaming"]:
        pytest.skip("the contract has no stream")
    stream = CONTRACT[name]["streaming"][0]
    ours = getattr(ta, stream["class_name"])
    assert list(inspect.signature(ours).parameters) == names_of(stream["constructor_params"])
    update = next(m for m in stream["methods"] if m["signature"].startswith("update("))
    assert list(inspect.signature(ours.update).parameters)[1:] == names_of(update["params"])


def filled(template, text):
    """The placeholders' texts where `text` follows the template, else None."""
    pattern, names = "", []
    for part in re.split(r"(\{[^}]*\})", template):
        if part.startswith("{"):
            names.append(part.strip("{}"))
            pattern += "(.+)"
        else:
            pattern += re.escape(part)
    found = re.fullmatch(pattern, text)
    return dict(zip(names, found.groups())) if found else None


def check_text(name, variant, arguments, parameters=(), known=()):
    """A call raises the contract's text of a variant whose name matches, with the known facts."""
    messages = [m for m in CONTRACT[name]["error_messages"]
                if re.search(variant, m["variant"]) and "Output" not in m["variant"]]
    if not messages:
        with pytest.raises(ValueError):
            getattr(ta, name)(*arguments, **dict(parameters))
        return
    with pytest.raises(ValueError) as error:
        getattr(ta, name)(*arguments, **dict(parameters))
    matches = [filled(m["message"], str(error.value)) for m in messages]
    matches = [match for match in matches if match is not None]
    assert matches, f"{error.value} is none of {[m['message'] for m in messages]}"
    for key, value in dict(known).items():
        assert matches[0].get(key, value) == value


def rows(name, values):
    return [np.array(values, dtype=float)] * len(INDICATORS[name]["inputs"])


@pytest.mark.parametrize("name", NAMES)
def test_text_of_empty_data(name):
    check_text(name, "Empty|NoCandles|NoData", rows(name, []))


@pytest.mark.parametrize("name", NAMES)
def test_text_of_nothing_but_nan(name):
    check_text(name, "AllValuesNaN|AllNaN", rows(name, [np.nan] * SIZE))


@pytest.mark.parametrize("name", NAMES)
def test_text_of_too_few_valid_rows(name):
    facts = INDICATORS[name]
    if facts["warmup"] == 0 and not any(p["is_period"] for p in facts["parameters"]):
        pytest.skip("one row is enough")
    check_text(name, "NotEnoughValidData|NotEnoughData", rows(name, [np.nan] * (SIZE - 1) + [1.0]),
               known={"valid": "1"})


@pytest.mark.parametrize("name", NAMES)
def test_text_of_lengths_that_differ(name):
    arguments = rows(name, range(1, SIZE + 1))
    if len(arguments) == 1:
        pytest.skip("one input")
    arguments[-1] = arguments[-1][:-1]
    check_text(name, "Mismatch|Inconsistent", arguments)


PERIOD_TEXTS = ("Invalid(Period|Length|Window)|NotEnoughData|PeriodLonger|PeriodTooSmall|"
                "DegeneratePeriod")
PERIODS = [pytest.param(name, p["name"], id=f"{name}-{p['name']}")
           for name in NAMES for p in INDICATORS[name]["parameters"] if p["is_period"]]


@pytest.mark.parametrize("value", [0, SIZE + 1])
@pytest.mark.parametrize("name, period", PERIODS)
def test_text_of_a_period_outside_the_data(name, period, value):
    check_text(name, PERIOD_TEXTS, rows(name, range(1, SIZE + 1)),
               {period: value},
               {"data_len": str(SIZE), "period": str(value), "length": str(value)})


SMALL = [pytest.param(name, p["name"], p["minimum"], id=f"{name}-{p['name']}")
         for name in NAMES for p in INDICATORS[name]["parameters"]
         if p["is_period"] and p["minimum"] > 1]


@pytest.mark.parametrize("name, period, minimum", SMALL)
def test_text_of_a_period_too_small_for_the_formula(name, period, minimum):
    """What the contract says of it has many names, and needs none of its own."""
    special = "PeriodTooSmall|ZeroHalf|DegeneratePeriod"
    listed = any(re.search(special, m["variant"]) for m in CONTRACT[name]["error_messages"])
    check_text(name, special if listed else "Invalid(Period|Length|Window)",
               rows(name, range(1, SIZE + 1)), {period: int(minimum) - 1},
               {"period": str(int(minimum) - 1)})


REALS = [pytest.param(name, p["name"], id=f"{name}-{p['name']}")
         for name in NAMES for p in parameters_of(name, "single")
         if p["type"] == "float" and p["minimum"] is not None]


@pytest.mark.parametrize("name, real", REALS)
def test_text_of_a_real_outside_its_bounds(name, real):
    value = next(p for p in INDICATORS[name]["parameters"] if p["name"] == real)["minimum"] - 1.0
    check_text(name, f"(?i)^invalid_?{real.replace('_', '_?')}$", rows(name, range(1, SIZE + 1)),
               {real: value}, {real: f"{value:g}"})
