"""From a strategy's file to an instance with its parameters set."""

import os
import sys
import types

from taipan import _parameters
from taipan._failures import UsageError
from taipan.strategy import Strategy, check_callbacks


def split_target(target):
    """`path.py:ClassName` names the class when a file defines several."""
    path, colon, name = target.rpartition(":")
    if colon and path.endswith(".py") and name.isidentifier():
        return path, name
    return target, None


def read_source(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"strategy {path!r} cannot be read: {error.strerror}") from None


def run_file(path):
    """Runs it as a module whose own folder is the first to import from. Always the source as it is
    now, and no bytecode left beside it."""
    source = read_source(path)
    path = os.path.abspath(path)
    folder, file = os.path.split(path)
    if folder in sys.path:
        sys.path.remove(folder)
    sys.path.insert(0, folder)
    module = types.ModuleType("strategy_" + os.path.splitext(file)[0])
    module.__file__ = path
    sys.modules[module.__name__] = module
    exec(compile(source, path, "exec"), vars(module))
    return module


def is_strategy(value):
    return isinstance(value, type) and issubclass(value, Strategy) and value is not Strategy


def named_class(module, path, name):
    value = vars(module).get(name)
    if is_strategy(value):
        return value
    raise UsageError(f"strategy {path!r} has no class {name!r} derived from taipan.Strategy")


def only_class(module, path):
    own = [value for value in vars(module).values()
           if is_strategy(value) and value.__module__ == module.__name__]
    own = list(dict.fromkeys(own))
    if len(own) == 1:
        return own[0]
    if not own:
        raise UsageError(f"strategy {path!r} defines no class derived from taipan.Strategy")
    names = ", ".join(cls.__name__ for cls in own)
    raise UsageError(f"strategy {path!r} defines several strategies ({names}): "
                     f"choose one as {path}:{own[0].__name__}")


def check_class(cls):
    check_callbacks(cls)
    for name in _parameters.parameters_of(cls):
        if hasattr(Strategy, name):
            raise UsageError(f"parameter {name} of {cls.__name__} is not allowed: it would hide "
                             f"Strategy.{name}, choose another name")


def load(target, values):
    path, name = split_target(target)
    module = run_file(path)
    cls = named_class(module, path, name) if name else only_class(module, path)
    check_class(cls)
    instance = cls.__new__(cls)
    _parameters.set_parameters(instance, values)
    instance.__init__()
    return instance
