"""Writes a page on each registered indicator, and an index: PACKAGE_PARENT OUTPUT."""

import inspect
import math
import pathlib
import sys

INDEX = "index.md"
RANGE_NOTE = " A range is `(start, end, step)`, the end included, or one value."
SERIES_NOTE = " The sweep is over many series, a row of the matrix each."
EXAMPLE_STEPS = {"int": 1, "float": 0.5}


def table(header, rows):
    cells = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in row) + " |\n" for row in cells)


def family_title(family):
    return family.replace("_", " ").capitalize()


def sentence(text):
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def literal(value):
    return f"`{value!r}`"


def rule(parameter):
    return parameter["rule"].removeprefix(f"{parameter['name']} must be ")


def where(calls):
    """Which calls take a parameter, where not all do."""
    names = {"single": "the call over arrays", "batch": "the sweep", "stream": "the stream"}
    if not calls:
        return "only a column of the sweep's result"
    return "only " + " and ".join(names[call] for call in calls)


def taken(facts, call):
    return [p for p in facts["parameters"] if call in p["calls"]]


def inputs(facts):
    rows = [[f"`{name}`", "time, in milliseconds" if field == "time" else field]
            for name, field in zip(facts["inputs"], facts["fields"])]
    return "## Inputs\n\n" + table(["input", "a strategy takes the bars'"], rows)


def parameters(facts):
    if not facts["parameters"]:
        return "## Parameters\n\nNone.\n"
    rows = [[f"`{p['name']}`", p["type"], literal(p["default"]), rule(p)]
            for p in facts["parameters"]]
    only = [f"`{p['name']}`: {where(p['calls'])}." for p in facts["parameters"] if len(p["calls"]) < 3]
    return ("## Parameters\n\n" + table(["parameter", "type", "default", "rule"], rows)
            + "".join(f"\n{line}\n" for line in only))


def outputs(facts):
    names = ", ".join(f"`{name}`" for name in facts["outputs"])
    count = len(facts["outputs"])
    what = "One array" if count == 1 else f"A {facts['result']} of {count} arrays"
    return (f"## Outputs\n\n{what}, as long as the input: {names}.\n\n"
            f"Warm-up with the defaults: every output is there from row {facts['warmup']} after the "
            "first row without NaN; NaN before.\n")


def example_range(parameters):
    """A sweep of two values of the first parameter that can have another, the others as they are."""
    for parameter in parameters:
        default, step = parameter["default"], EXAMPLE_STEPS.get(parameter["type"])
        maximum = math.inf if parameter["maximum"] is None else parameter["maximum"]
        if step is None or default + step > maximum:
            continue
        names, values = parameter["batch_arguments"], (default, default + step, step)
        if len(names) == 1:
            return f", {names[0]}={values!r}"
        return "".join(f", {name}={value!r}" for name, value in zip(names, values))
    return ""


def settings(facts, call):
    return "".join(f", {p['name']}={p['default']!r}" for p in taken(facts, call))


def python(ta, name, facts):
    values = ", ".join(facts["fields"])
    given = settings(facts, "single")
    results = "result" if facts["result"] == "dict" else ", ".join(facts["outputs"])
    row = ", ".join(f"float({facts['fields'][i]}[0])" for i in facts["row_order"])
    swept = ", ".join(f"[{field}, {field}]" if facts["batch_of_series"] else field
                      for field in facts["fields"])
    keys = [*facts["batch_keys"], *(p["batch_key"] for p in facts["parameters"]), "rows", "cols"]
    universe = ", ".join(f"{field}[:500]" for field in facts["fields"])
    stream, bank = facts["stream"], facts["bank"]
    range_note = RANGE_NOTE if taken(facts, "batch") else SERIES_NOTE if facts["batch_of_series"] else ""
    answer = "a float" if len(facts["outputs"]) == 1 else "a tuple"
    return f"""## Python

```python
{name}{inspect.signature(getattr(ta, name))}
{name}_batch{inspect.signature(getattr(ta, name + "_batch"))}
{stream}{inspect.signature(getattr(ta, stream))}
{bank}{inspect.signature(getattr(ta, bank))}
```

```python runnable
{results} = ta.{name}({values}{given})
sweep = ta.{name}_batch({swept}{example_range(taken(facts, "batch"))})
stream = ta.{stream}({settings(facts, "stream")[2:]})
latest = stream.update({row})
bank = ta.{bank}(500{settings(facts, "stream")})
universe = bank.update({universe})
```

* `{name}_batch` answers a dict: {", ".join(f"`{key}`" for key in keys)}.{range_note}
* A stream's `update` answers `None` while warming up, then {answer}. A bank's takes and answers a value a symbol, NaN while warming up.
"""


def strategy(name, facts):
    given = settings(facts, "stream")
    several = len(facts["outputs"]) > 1
    last = ", ".join(f"`self.x.{output}[-1]`" for output in facts["outputs"]) if several else "`self.x[-1]`"
    return f"""## In a strategy

```python on_start
self.x = self.{name}({given[2:]})
self.x = self.indicator({name!r}{given})
```

The two lines mean the same. The present value is {last}.

## On the command line

```sh
taipan indicators {name}
```
"""


def page(ta, name, facts):
    source = f"Source: {sentence(facts['source'])}\n\n" if facts["source"] else ""
    head = (f"# {facts['title']}\n\n`{name}`, of the family "
            f"[{family_title(facts['family']).lower()}]({INDEX}#{facts['family'].replace('_', '-')}).\n\n"
            f"{sentence(facts['formula'])}\n\n{source}")
    return head + "\n".join([inputs(facts), parameters(facts), outputs(facts),
                             python(ta, name, facts), strategy(name, facts)])


def index(registry):
    parts = ["# Indicators\n"]
    for family in sorted({facts["family"] for facts in registry.values()}):
        members = {name: facts for name, facts in registry.items() if facts["family"] == family}
        rows = [[f"[`{name}`]({name}.md)", facts["title"]] for name, facts in members.items()]
        parts.append(f"## {family_title(family)}\n\n" + table(["name", "title"], rows))
    return "\n".join(parts)


def main(package_parent, output):
    sys.path.insert(0, package_parent)
    import taipan as ta

    registry = ta.indicators()
    pages = {f"{name}.md": page(ta, name, facts) for name, facts in registry.items()}
    pages[INDEX] = index(registry)
    folder = pathlib.Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.md"):
        if stale.name not in pages:
            stale.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
