"""Exceptions of strategies as texts: the user's frames, without those of this package."""

import builtins
import difflib
import os
import sys
import traceback

PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class UsageError(Exception):
    """The request cannot be met; its text says all there is to say."""


def is_own_file(name):
    return name.startswith((PACKAGE, "<frozen importlib"))


def _hide_own_frames(shown):
    for each in (shown, shown.__cause__, shown.__context__):
        if each is None:
            continue
        each.stack = traceback.StackSummary.from_list(
            [frame for frame in each.stack if not is_own_file(frame.filename)])
        if each is not shown:
            _hide_own_frames(each)


def _known_names(exception):
    if isinstance(exception, AttributeError) and exception.obj is not None:
        return dir(exception.obj)
    tb = exception.__traceback__
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    if tb is None:
        return []
    return [*tb.tb_frame.f_locals, *tb.tb_frame.f_globals, *dir(builtins)]


def _suggestion(exception):
    """What Python itself prints at its prompt, and from 3.12 on also in formatted tracebacks."""
    if sys.version_info >= (3, 12) or not isinstance(exception, (AttributeError, NameError)):
        return ""
    if not isinstance(exception.name, str):
        return ""
    near = difflib.get_close_matches(exception.name, _known_names(exception), 1)
    return f"Did you mean: {near[0]!r}?" if near else ""


def describe(exception):
    """The text to show, without a newline at its end."""
    if isinstance(exception, UsageError):
        return str(exception)
    shown = traceback.TracebackException.from_exception(exception, compact=True)
    _hide_own_frames(shown)
    lines = list(shown.format())
    suggestion = _suggestion(exception)
    if suggestion:
        lines.append(suggestion + "\n")
    return "".join(lines).rstrip("\n")
