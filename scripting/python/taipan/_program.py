"""An expression as a list of instructions, and what it says about its parameters."""

from taipan._expressions import NUMBER, REGISTRY

MOST_INPUTS, MOST_OUTPUTS, MOST_ARGUMENTS = 8, 16, 31


# Their results are whole, and numbers that are given to them stay so.
TO_WHOLE = ("floor_divide", "round", "int")


class Program:
    """Instructions in an order in which each reads earlier terms; an indicator makes as many terms
    as it has outputs, anything else one."""

    def __init__(self, name, scope, outputs):
        self.name, self.scope = name, scope
        self.nodes = []
        self.terms = {}  # id of an expression -> number of its (first) term
        self.count = 0
        self.uses = {name: [] for name in scope.parameters}
        self.outputs = tuple((key, self.add(series)) for key, series in outputs.items())
        self.check()
        self.whole = self.find_whole()
        self.parameters = tuple(self.describe(each) for each in scope.parameters)
        self.instructions = tuple(self.instruction(each) for each in self.nodes)

    def add(self, each):
        """The number of its term."""
        if id(each) in self.terms:
            return self.terms[id(each)]
        if each.function == "output":
            return self.add(each.operands[0]) + each.detail
        for operand, role in zip(each.operands, each.roles):
            self.add(operand)
            if operand.function == "parameter":
                self.uses[operand.detail[0]].append(role)
        self.nodes.append(each)
        self.terms[id(each)] = self.count
        self.count += len(REGISTRY[each.detail]["outputs"]) if each.function == "indicator" else 1
        return self.terms[id(each)]

    def find_whole(self):
        """The ids of expressions that must be whole: what they are used for, directly or by
        arithmetic, wants an integer."""
        found = set()
        for each in reversed(self.nodes):
            passes_on = id(each) in found or each.function in TO_WHOLE
            for operand, role in zip(each.operands, each.roles):
                wants_whole = isinstance(role, dict) and role["type"] == "int"
                if wants_whole or role == NUMBER and passes_on:
                    found.add(id(operand))
        return found

    def instruction(self, each):
        detail = each.detail
        if each.function == "input":
            detail = list(self.scope.inputs).index(detail)
        elif each.function == "parameter":
            detail = list(self.scope.parameters).index(detail[0])
        is_whole = each.kind == "int" and (id(each) in self.whole or each.function in TO_WHOLE)
        operands = tuple(self.add(operand) for operand in each.operands)
        return each.function, operands, detail, is_whole, each.place

    def check(self):
        scope, name = self.scope, self.name
        for each in self.nodes:
            if each.function == "indicator" and each.detail == name:
                raise ValueError(f"{name} cannot be defined by itself{each.place}")
        for parameter, uses in self.uses.items():
            if not uses:
                raise ValueError(f"{name}: parameter {parameter!r} is not used")
        if not scope.inputs:
            raise ValueError(f"{name}: the expression reads no series")
        sizes = [("inputs", len(scope.inputs), MOST_INPUTS),
                 ("outputs", len(self.outputs), MOST_OUTPUTS),
                 ("arguments", len(scope.inputs) + len(scope.parameters), MOST_ARGUMENTS)]
        for what, size, most in sizes:
            if size > most:
                raise ValueError(f"{name}: {size} {what} are too many: at most {most} are allowed")
        taken = {f"{parameter}s" for parameter in scope.parameters} | {"rows", "cols"}
        for key, _ in self.outputs:
            if key in taken:
                raise ValueError(f"{name}: the output {key!r} is not allowed: a sweep's result "
                                 "has it already")

    def describe(self, name):
        """(name, kind, default, low, high, choices). What a parameter is used for decides its kind
        and its bounds."""
        parameter, uses = self.scope.parameters[name], self.uses[name]
        roles = [role for role in uses if isinstance(role, dict)]
        lows = [parameter.low, *(role["minimum"] for role in roles if role["type"] == "int")]
        highs = [parameter.high, *(role["maximum"] for role in roles if role["type"] == "int")]
        low = max((bound for bound in lows if bound is not None), default=None)
        high = min((bound for bound in highs if bound is not None), default=None)
        if parameter.type is str:
            choices = [role["choices"] for role in roles]
            common = tuple(each for each in choices[0] if all(each in other for other in choices))
            return name, "text", parameter.default, None, None, common
        if parameter.type is float or id(self.scope.symbols[name]) not in self.whole:
            return name, "real", float(parameter.default), low, high, ()
        is_period = any(role["is_period"] for role in roles) and parameter.high is None
        return name, "period" if is_period else "integer", parameter.default, low, high, ()

    def parts(self):
        return (tuple(self.scope.inputs.items()), self.parameters, self.instructions,
                self.outputs)

    def key(self):
        """Equal for programs that do the same."""
        used = [(detail, id(REGISTRY[detail])) for function, _, detail, _, _ in self.instructions
                if function == "indicator"]
        return self.parts(), used
