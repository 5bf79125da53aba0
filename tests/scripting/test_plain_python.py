"""A strategy's file is a Python module like others: editors, linters and tests import it."""

import inspect
import pathlib
import os

import pytest

import taipan as ta
from taipan import Strategy, param

ROOT = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[2]))


class Cross(Strategy):
    fast = param(20, 5, 50, doc="quick")

    def __init__(self):
        self.ready = self.fast


def test_parameters_read_as_their_defaults():
    assert Cross().ready == Cross().fast == 20
    assert Cross.fast.doc == "quick"


@pytest.mark.parametrize("use", [
    lambda s: s.buy(1), lambda s: s.close(), lambda s: s.position, lambda s: s.bars,
    lambda s: s.ema(20), lambda s: s.indicator("ema", period=20), lambda s: s.now])
def test_the_engines_side_is_only_there_during_a_run(use):
    with pytest.raises(RuntimeError, match="only there during a run.*taipan replay"):
        use(Cross())


def test_every_indicator_is_a_method_with_its_signature():
    for name, facts in ta.indicators().items():
        signature = inspect.signature(getattr(Cross(), name))
        given = list(signature.parameters)
        settings = [p["name"] for p in facts["parameters"] if "stream" in p["calls"]]
        assert given[: len(settings)] == settings
        assert set(facts["inputs"]) <= set(given)
        assert facts["title"] in getattr(Strategy, name).__doc__


def test_types_of_a_run_cannot_be_made_by_hand():
    for kind in (ta.LiveSeries, ta.Bars, ta.Bar):
        with pytest.raises(TypeError):
            kind()


@pytest.mark.parametrize("declaration, error, text", [
    (lambda: param([1]), TypeError, "default = [1] must be int, float, bool or str"),
    (lambda: param(None), TypeError, "default = None"),
    (lambda: param(5, 6, 9), ValueError, "param: default = 5 is not allowed: it must be an "
                                         "integer, at least 6 and at most 9"),
    (lambda: param(5, 9, 6), ValueError, "low = 9 must be at most high = 6"),
    (lambda: param(5, 1.5), TypeError, "low = 1.5 must be an int"),
    (lambda: param(5, 1, 9, 0), ValueError, "step = 0 must be above 0"),
    (lambda: param(5.0, "a"), TypeError, "low = 'a' must be a number"),
    (lambda: param("text", 1), TypeError, "only for numbers"),
    (lambda: param(True, 0, 1), TypeError, "only for numbers"),
    (lambda: param(float("nan")), ValueError, "nan"),
])
def test_declarations_that_make_no_sense_are_refused(declaration, error, text):
    with pytest.raises(error) as caught:
        declaration()
    assert text in str(caught.value)


@pytest.mark.parametrize("path", sorted((ROOT / "strategies").glob("*.py")), ids=lambda p: p.stem)
def test_examples_can_be_imported(path):
    space = {"__name__": path.stem}
    exec(compile(path.read_text(), path, "exec"), space)
    own = [v for v in space.values() if isinstance(v, type) and v.__module__ == path.stem]
    assert len(own) == 1 and issubclass(own[0], Strategy)
