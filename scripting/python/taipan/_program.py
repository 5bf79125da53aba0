"""An expression as a list of instructions, and what it says about its parameters."""

from taipan._expressions import NUMBER, REGISTRY

MOST_INPUTS, MOST_OUTPUTS, MOST_ARGUMENTS = 8, 16, 31


class Program:
    """Instructions in an order in which each reads earlier terms; an indicator makes as many terms
    as it has outputs, anything else one."""

    def __init__(self, name, scope, outputs):
        self.name, self.scope = name, scope
        self.instructions = []
        self.terms = {}  # id of an expression -> number of its (first) term
        self.count = 0
        self.uses = {name: [] for name in scope.parameters}
        self.outputs = tuple((key, self.add(series)) for key, series in outputs.items())
        self.check()
        self.parameters = tuple(self.describe(each) for each in scope.parameters)

    def add(self, each):
        if id(each) in self.terms:
            return self.terms[id(each)]
        if each.function == "output":
            return self.add(each.operands[0]) + each.detail
        operands = tuple(self.add(operand) for operand in each.operands)
        for operand, role in zip(each.operands, each.roles):
            if operand.function == "parameter":
                self.uses[operand.detail[0]].append(role)
        width = 1
        detail = each.detail
        if each.function == "indicator":
            if detail == self.name:
                raise ValueError(f"{self.name} cannot be defined by itself{each.place}")
            width = len(REGISTRY[detail]["outputs"])
        elif each.function == "input":
            detail = list(self.scope.inputs).index(detail)
        elif each.function == "parameter":
            detail = list(self.scope.parameters).index(detail[0])
        self.instructions.append((each.function, operands, detail, each.kind == "int", each.place))
        self.terms[id(each)] = self.count
        self.count += width
        return self.terms[id(each)]

    def check(self):
        scope, name = self.scope, self.name
        for parameter, uses in self.uses.items():
            if not uses:
                raise ValueError(f"{name}: parameter {parameter!r} is not used")
        if not scope.inputs:
            raise ValueError(f"{name}: the expression reads no series")
        sizes = [("inputs", len(scope.inputs), MOST_INPUTS), ("outputs", len(self.outputs), MOST_OUTPUTS),
                 ("arguments", len(scope.inputs) + len(scope.parameters), MOST_ARGUMENTS)]
        for what, size, most in sizes:
            if size > most:
                raise ValueError(f"{name}: {size} {what} are too many: at most {most} are allowed")
        taken = {f"{parameter}s" for parameter in scope.parameters} | {"rows", "cols"}
        for key, _ in self.outputs:
            if key in taken:
                raise ValueError(f"{name}: the output {key!r} is not allowed: a sweep's result has it "
                                 "already")

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
        if all(role is not NUMBER and role["type"] == "float" for role in uses):
            return name, "real", float(parameter.default), low, high, ()
        if parameter.type is float:
            return name, "real", parameter.default, low, high, ()
        is_period = any(role["is_period"] for role in roles) and parameter.high is None
        return name, "period" if is_period else "integer", parameter.default, low, high, ()

    def parts(self):
        return (tuple(self.scope.inputs.items()), self.parameters, tuple(self.instructions),
                self.outputs)

    def key(self):
        """Equal for programs that do the same."""
        used = [(detail, id(REGISTRY[detail])) for function, _, detail, _, _ in self.instructions
                if function == "indicator"]
        return self.parts(), used
