"""The shape of the module: signatures, documentation, arguments and what they may not be."""

import ast
import inspect
import pathlib
import pickle
import pydoc

import numpy as np
import pytest

import taipan as ta
from support import (INDICATORS, NAMES, bars, call, inputs_of, outputs, parameter_sets,
                     parameters_of, rows_of, stream_of, sweep)

SWEPT = [name for name in NAMES if parameters_of(name, "batch")]
NUMBERS = [pytest.param(name, parameter, id=f"{name}-{parameter['name']}")
           for name in NAMES for parameter in parameters_of(name, "single")
           if parameter["type"] != "str"]


def public_names():
    names = {"indicators", "kernels", "set_num_threads", "get_num_threads"}
    for name, facts in INDICATORS.items():
        names |= {name, name + "_batch", facts["stream"]}
    return names


def test_everything_is_exported():
    assert public_names() <= set(dir(ta))
    assert public_names() <= set(ta.__all__)
    assert ta.__version__.count(".") == 2


@pytest.mark.parametrize("name", NAMES)
def test_signatures_show_names_and_defaults(name):
    facts = INDICATORS[name]
    signature = inspect.signature(getattr(ta, name))
    assert list(signature.parameters) == [
        *facts["inputs"], *(p["name"] for p in parameters_of(name, "single")), "kernel"]
    for parameter in parameters_of(name, "single"):
        assert signature.parameters[parameter["name"]].default == parameter["default"]
    assert signature.parameters["kernel"].default is None
    batch = inspect.signature(getattr(ta, name + "_batch"))
    assert list(batch.parameters) == [
        *facts["batch_inputs"],
        *(argument for p in parameters_of(name, "batch") for argument in p["batch_arguments"]),
        "kernel"]
    stream = getattr(ta, facts["stream"])
    assert list(inspect.signature(stream).parameters) == [
        p["name"] for p in parameters_of(name, "stream")]
    update = list(inspect.signature(stream.update).parameters)
    assert update == ["self", *facts["row"]]


@pytest.mark.parametrize("name", NAMES)
def test_documentation_is_complete(name):
    facts = INDICATORS[name]
    assert facts["title"] and facts["family"] and facts["formula"]
    text = pydoc.render_doc(getattr(ta, name), renderer=pydoc.plaintext)
    assert f"built-in function {name} in module taipan" in text
    for piece in [facts["title"], facts["source"], "Parameters", "Returns", "Raises",
                  *(p["rule"] for p in parameters_of(name, "single")), *facts["outputs"]]:
        assert piece in text
    for other in (getattr(ta, name + "_batch"), getattr(ta, facts["stream"])):
        assert facts["title"] in other.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_functions_can_be_pickled(name):
    for function in (getattr(ta, name), getattr(ta, name + "_batch")):
        assert pickle.loads(pickle.dumps(function)) is function


def test_stubs_cover_every_public_name():
    folder = pathlib.Path(ta.__file__).parent
    assert (folder / "py.typed").exists()
    tree = ast.parse((folder / "_taipan.pyi").read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert public_names() <= defined


@pytest.mark.parametrize("name", NAMES)
def test_positions_and_keywords_are_the_same(name):
    facts = INDICATORS[name]
    inputs = inputs_of(name, bars(200))
    values = parameter_sets(name)[-1]
    expected = call(name, inputs, values)
    by_position = getattr(ta, name)(*inputs, *values.values())
    by_keyword = getattr(ta, name)(**dict(zip(facts["inputs"], inputs)), **values)
    for actual in (by_position, by_keyword):
        for one, other in zip(outputs(actual), expected, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_arguments_are_type_errors(name):
    inputs = inputs_of(name, bars(200))
    function = getattr(ta, name)
    with pytest.raises(TypeError, match="missing required argument"):
        function()
    with pytest.raises(TypeError, match="unexpected keyword argument 'nonsense'"):
        function(*inputs, nonsense=1)
    with pytest.raises(TypeError, match="takes at most"):
        function(*inputs, *[None] * 40)
    with pytest.raises(TypeError, match="multiple values"):
        function(*inputs, **{INDICATORS[name]["inputs"][0]: inputs[0]})


@pytest.mark.parametrize("bad", [None, "abc", b"abc", object(), ["a", "b"], [[1.0], [2.0, 3.0]],
                                 np.array([1j, 2j]), np.array(["a"]),
                                 np.array(["2020-01-01"], dtype="datetime64[D]")])
@pytest.mark.parametrize("name", NAMES)
def test_inputs_must_be_numbers(name, bad):
    inputs = inputs_of(name, bars(200))
    inputs[-1] = bad
    with pytest.raises(TypeError, match=INDICATORS[name]["inputs"][-1]):
        call(name, inputs, {})


@pytest.mark.parametrize("shape", [(), (10, 20), (1, 200), (2, 2, 50)])
@pytest.mark.parametrize("name", NAMES)
def test_inputs_must_have_one_dimension(name, shape):
    inputs = inputs_of(name, bars(200))
    inputs[0] = np.ones(shape)
    with pytest.raises(ValueError, match=f"{INDICATORS[name]['inputs'][0]} must be one-dim"):
        call(name, inputs, {})


def stream_with(name, parameter, value):
    return getattr(ta, INDICATORS[name]["stream"])(**{parameter["name"]: value})


@pytest.mark.parametrize("name, parameter", NUMBERS)
def test_parameters_of_a_wrong_type_are_named(name, parameter):
    inputs = inputs_of(name, bars(200))
    wrong = ["14", True, np.True_, [1], object(), 1j]
    if parameter["type"] == "int":
        wrong += [14.0, np.float64(14.0)]
    for value in wrong:
        with pytest.raises(TypeError, match=parameter["name"]):
            call(name, inputs, {parameter["name"]: value})
        with pytest.raises(TypeError, match=parameter["name"]):
            stream_with(name, parameter, value)


@pytest.mark.parametrize("name, parameter", NUMBERS)
def test_numbers_of_numpy_are_numbers(name, parameter):
    inputs = inputs_of(name, bars(200))
    value = parameter["default"]
    kinds = [np.int64, np.int32] if parameter["type"] == "int" else [np.float64]
    for number in [kind(value) for kind in kinds] + [None]:
        for actual, expected in zip(call(name, inputs, {parameter["name"]: number}),
                                    call(name, inputs, {}), strict=True):
            np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("name", NAMES)
def test_broken_rules_are_value_errors_with_the_rule(name):
    inputs = inputs_of(name, bars(200))
    for parameter in INDICATORS[name]["parameters"]:
        attempts = {
            "single": lambda v, p=parameter: call(name, inputs, {p["name"]: v}),
            "stream": lambda v, p=parameter: stream_with(name, p, v),
            "batch": lambda v, p=parameter: sweep(name, inputs, **{p["batch_arguments"][0]: v})}
        for value in broken_values(parameter):
            for kind in parameter["calls"]:
                with pytest.raises(ValueError) as error:
                    attempts[kind](value)
                assert any(parameter["name"] in note for note in error.value.__notes__)


def broken_values(parameter):
    if parameter["type"] == "str":
        return ["no such choice"]
    values = []
    if parameter["is_period"]:
        values += [0, -1, -(10 ** 12)]
    elif parameter["minimum"] is not None:
        values.append(parameter["minimum"] - 1)
    if parameter["maximum"] is not None:
        values.append(parameter["maximum"] + 1)
    if parameter["type"] == "float":
        return [float(value) for value in values] + [float("nan"), float("inf")]
    return [int(value) for value in values]


@pytest.mark.parametrize("name, parameter", NUMBERS)
def test_enormous_periods_are_refused_at_once(name, parameter):
    if not parameter["is_period"]:
        pytest.skip("not a period")
    inputs = inputs_of(name, bars(200))
    for value in (201, 10 ** 12, 2 ** 63 - 1, 2 ** 63, 10 ** 30):
        with pytest.raises(ValueError):
            call(name, inputs, {parameter["name"]: value})
        with pytest.raises(ValueError):
            sweep(name, inputs, **{parameter["batch_arguments"][0]: value})


@pytest.mark.parametrize("name", SWEPT)
def test_ranges_must_be_values_or_triples(name):
    inputs = inputs_of(name, bars(200))
    for parameter in parameters_of(name, "batch"):
        wrong = [(1, 2), (1, 2, 3, 4), (1, 2, "3"), object(), True]
        wrong += [] if parameter["type"] == "str" else ["abc"]
        for argument in parameter["batch_arguments"]:
            for bad in wrong:
                with pytest.raises(TypeError, match=argument):
                    sweep(name, inputs, **{argument: bad})


def given(function):
    return {"parameters": {}} if function is call else {}


@pytest.mark.parametrize("name", NAMES)
def test_unknown_kernels_are_refused(name):
    inputs = inputs_of(name, bars(200))
    for function in (call, sweep):
        for bad in ("sse9", "", "AVX2"):
            with pytest.raises(ValueError, match="kernel"):
                function(name, inputs, **given(function), kernel=bad)
        with pytest.raises(TypeError, match="kernel"):
            function(name, inputs, **given(function), kernel=2)
    for kernel in {"avx2", "avx512"} - set(ta.kernels()):
        with pytest.raises(ValueError, match="not supported"):
            getattr(ta, name)(*inputs, kernel=kernel)


@pytest.mark.parametrize("name", NAMES)
def test_streams_show_themselves(name):
    stream = stream_of(name, {})
    assert eval(repr(stream), vars(ta)).__class__ is type(stream)
    values = 1 if len(INDICATORS[name]["inputs"]) == 1 else len(INDICATORS[name]["inputs"])
    with pytest.raises(TypeError):
        stream.update(*["x"] * values)
    with pytest.raises(TypeError):
        stream.update(*[1.0] * (values + 1))
    with pytest.raises(TypeError):
        stream.update()


@pytest.mark.parametrize("name", NAMES)
def test_streams_can_be_derived_from(name):
    class Mine(getattr(ta, INDICATORS[name]["stream"])):
        def latest(self, *row):
            return self.update(*row)

    mine, plain = Mine(), stream_of(name, {})
    for row in rows_of(name, inputs_of(name, bars(100))):
        assert mine.latest(*row) == plain.update(*row)


def test_thread_settings_are_checked():
    with pytest.raises(ValueError, match="set_num_threads"):
        ta.set_num_threads(-1)
    with pytest.raises(TypeError):
        ta.set_num_threads("two")
    for value in (1025, 10 ** 9, 2 ** 61, 2 ** 100):
        with pytest.raises(ValueError, match=f"n = {value} is not allowed: .* at most 1024"):
            ta.set_num_threads(value)
    assert ta.get_num_threads() >= 1
    assert ta.kernels()[0] == "scalar"
