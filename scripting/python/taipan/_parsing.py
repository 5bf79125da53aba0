"""The text of a definition as expressions, read by Python's own parser; nothing is evaluated."""

import ast
import functools
import operator

from taipan import expressions
from taipan._expressions import REGISTRY, SERIES, Expression, call, near, place, term
from taipan.expressions import FUNCTIONS

BINARY = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
          ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Pow: operator.pow,
          ast.BitAnd: operator.and_, ast.BitOr: operator.or_}
UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
         ast.Not: operator.invert}
COMPARISONS = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
               ast.Eq: operator.eq, ast.NotEq: operator.ne}
JOINED = {ast.And: operator.and_, ast.Or: operator.or_}


class Mistake(ValueError):
    """A text that cannot be read, with its place."""


class Reader:
    """Reads one expression. `scope.symbol(name)` is what a name stands for, and raises ValueError
    for one that stands for nothing; `scope.names()` lists those that do."""

    def __init__(self, title, text, scope):
        self.title, self.text, self.scope = title, text, scope
        self.lines = text.split("\n")

    def read(self):
        """An expression, or a named tuple of them."""
        try:
            # In brackets an expression may go over several lines.
            tree = ast.parse("(\n" + self.text + "\n)", self.title, "eval")
        except SyntaxError as error:
            column = (error.offset or 1) - 1
            raise Mistake(error.msg + self.pointer(error.lineno, column, column + 1)) from None
        except ValueError as error:  # a null byte
            raise Mistake(f"{error}{self.pointer(2, 0, 1)}") from None
        made = self.visit(tree.body)
        if isinstance(made, Expression) and made.kind != SERIES:
            raise Mistake("this is a number or text, not a series" + self.pointer_to(tree.body))
        return made

    def pointer(self, line, begin, end):
        """The line with carets under those columns."""
        line = min(max(line - 2, 0), len(self.lines) - 1)
        shown = self.lines[line]
        begin = min(begin, len(shown))
        carets = "^" * max(1, min(end, len(shown)) - begin)
        return f"\n  in {self.title}:\n    {shown}\n    {' ' * begin}{carets}"

    def pointer_to(self, node):
        line = min(max(node.lineno - 2, 0), len(self.lines) - 1)
        # The parser counts bytes.
        column = [len(self.lines[line].encode()[:offset].decode(errors="replace"))
                  for offset in (node.col_offset, node.end_col_offset)]
        end = column[1] if node.end_lineno == node.lineno else len(self.lines[line])
        return self.pointer(node.lineno, column[0], end)

    def visit(self, node):
        token = place.set(self.pointer_to(node))
        try:
            visitor = getattr(self, "visit_" + type(node).__name__, None)
            if visitor is None:
                raise ValueError(f"{type(node).__name__} cannot stand in an expression")
            return visitor(node)
        except Mistake:
            raise
        except (TypeError, ValueError) as error:
            raise Mistake(f"{error}{place.get()}") from None
        finally:
            place.reset(token)

    def operator(self, table, node):
        if type(node) in table:
            return table[type(node)]
        raise ValueError(f"{type(node).__name__} is no operator of expressions")

    def visit_BinOp(self, node):
        return self.operator(BINARY, node.op)(self.term(node.left), self.term(node.right))

    def visit_UnaryOp(self, node):
        return self.operator(UNARY, node.op)(self.term(node.operand))

    def visit_BoolOp(self, node):
        return functools.reduce(JOINED[type(node.op)], [self.term(each) for each in node.values])

    def visit_Compare(self, node):
        values = [self.term(each) for each in (node.left, *node.comparators)]
        parts = [self.operator(COMPARISONS, op)(a, b)
                 for op, a, b in zip(node.ops, values, values[1:])]
        return functools.reduce(operator.and_, parts)

    def visit_IfExp(self, node):
        return expressions.where(*(self.term(each) for each in (node.test, node.body, node.orelse)))

    def visit_Constant(self, node):
        return term(node.value)

    def visit_Name(self, node):
        if node.id in FUNCTIONS or node.id in REGISTRY and node.id not in self.scope.names():
            raise ValueError(f"{node.id} is a function: {node.id}(...)")
        return self.scope.symbol(node.id)

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name not in FUNCTIONS and name not in REGISTRY:
            text = "only functions and indicators can be called"
            if name is not None:
                text = f"there is no function {name!r}{near(name, [*FUNCTIONS, *REGISTRY])}"
            raise Mistake(text + self.pointer_to(node.func))
        if any(isinstance(each, ast.Starred) for each in node.args):
            raise ValueError("arguments cannot be unpacked")
        values = [self.visit(each) for each in node.args]
        keywords = {each.arg: self.visit(each.value) for each in node.keywords}
        if name in FUNCTIONS:
            return FUNCTIONS[name](*values, **keywords)
        return call(name, values, keywords, self.scope.symbol)

    def visit_Attribute(self, node):
        outputs = self.outputs(node)
        if node.attr in outputs._fields:
            return getattr(outputs, node.attr)
        raise ValueError(f"there is no output {node.attr!r}, only {', '.join(outputs._fields)}"
                         f"{near(node.attr, outputs._fields)}")

    def visit_Subscript(self, node):
        outputs, index = self.outputs(node), node.slice
        if isinstance(index, ast.Constant) and index.value in range(len(outputs)):
            return outputs[index.value]
        raise ValueError(f"outputs are chosen by 0 to {len(outputs) - 1}: "
                         f"{', '.join(outputs._fields)}")

    def outputs(self, node):
        value = self.visit(node.value)
        if isinstance(value, tuple):
            return value
        raise ValueError("only the results of indicators with several outputs have parts; earlier "
                         "values are lag(x, bars)")

    def term(self, node):
        """A series or number, not several."""
        value = self.visit(node)
        try:
            return term(value)
        except TypeError as error:
            raise Mistake(f"{error}{self.pointer_to(node)}") from None
