"""The documentation is true: pages, links, code and commands of README and docs."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import textwrap

import numpy as np
import pytest

import taipan as ta
from blocks import blocks, prose

SOURCE = pathlib.Path(os.environ.get("TAIPAN_SOURCE_DIR", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("TAIPAN_BUILD_DIR", SOURCE / "build"))
PROGRAM = BUILD / "taipan"
GENERATED = BUILD / "docs" / "indicators"
WRITTEN = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", *sorted(SOURCE.glob("*/README.md")),
           *sorted((SOURCE / "docs").glob("*.md"))]
PAGES = WRITTEN + sorted(GENERATED.glob("*.md"))
BLOCKS = [block for page in PAGES for block in blocks(page)]
# Those that say which file they are.
NAMED = [block for block in BLOCKS if block.words and "/" in block.words[-1]]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def chosen(language, word):
    return [block for block in BLOCKS if block.language == language and word in block.words]


def by_page(found):
    found = list(found)
    return [pytest.param([block for block in found if block.page == page], id=page.name)
            for page in dict.fromkeys(block.page for block in found)]


def make_bars(size=3000, seed=20):
    random = np.random.default_rng(seed)
    close = np.round(100.0 * np.exp(np.cumsum(random.normal(0.0003, 0.01, size))), 2)
    opening = np.round(close * np.exp(random.normal(0.0, 0.003, size)), 2)
    high = np.round(np.maximum(opening, close) * (1 + random.exponential(0.004, size)), 2)
    low = np.round(np.minimum(opening, close) * (1 - random.exponential(0.004, size)), 2)
    return {"open": opening, "high": np.maximum(high, np.maximum(opening, close)),
            "low": np.minimum(low, np.minimum(opening, close)), "close": close,
            "volume": np.round(random.lognormal(10.0, 1.0, size))}


@pytest.fixture
def workplace(tmp_path):
    """A folder with daily bars from 2000 on, beside the repository's strategies and configurations."""
    columns = make_bars()
    days = np.datetime64("2000-01-03") + np.arange(len(columns["close"]))
    rows = zip(days, *(column.tolist() for column in columns.values()))
    lines = [",".join(["date", *columns]), *(",".join(map(str, row)) for row in rows)]
    (tmp_path / "bars.csv").write_text("\n".join(lines) + "\n")
    for folder in ("strategies", "config"):
        (tmp_path / folder).symlink_to(SOURCE / folder)
    return tmp_path


def run(command, folder):
    # Instrumented programs bring their runtime; preloading it would instrument others too.
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def replay(text, folder):
    (folder / "shown.py").write_text(text)
    return run([PROGRAM, "replay", "shown.py", "--data", "bars.csv"], folder)


# Definitions of a strategy that was imported have none.
WITH_PAGE = {name: facts for name, facts in ta.indicators().items() if facts["family"] != "user"}


def test_every_indicator_has_a_page_and_a_place_in_the_index():
    names = set(WITH_PAGE)
    assert {page.stem for page in GENERATED.glob("*.md")} == names | {"index"}
    index = (GENERATED / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\w+)\.md\)", index)) == names


def test_a_page_names_every_parameter_and_output():
    for name, facts in WITH_PAGE.items():
        text = (GENERATED / f"{name}.md").read_text(encoding="utf-8")
        names = [p["name"] for p in facts["parameters"]] + [*facts["inputs"], *facts["outputs"]]
        assert [each for each in names if f"`{each}`" not in text] == [], name
        assert facts["title"] in text


@pytest.mark.parametrize("shown", by_page(chosen("python", "runnable")))
def test_python_runs(shown, monkeypatch, workplace):
    monkeypatch.chdir(workplace)
    names = {"np": np, "ta": ta, **make_bars(), "time": 14.4e6 * np.arange(3000)}
    if shown[0].page.parent != GENERATED:
        names = {}
    for block in shown:
        exec(compile("\n" * block.line + block.text, block.page, "exec"), names)


@pytest.mark.parametrize("block", chosen("python", "strategy"), ids=str)
def test_strategies_replay(block, workplace):
    replay(block.text, workplace)


def test_strategies_take_every_indicator_as_its_page_says(workplace):
    body = "".join(block.text for block in chosen("python", "on_start"))
    text = ("from taipan import Strategy\n\n\nclass Every(Strategy):\n    def on_start(self):\n"
            + textwrap.indent(body, " " * 8))
    replay(text, workplace)


def is_in_repository(block):
    return (SOURCE / block.words[-1]).exists()


@pytest.mark.parametrize("block", filter(is_in_repository, NAMED), ids=str)
def test_code_is_that_of_the_file_it_names(block):
    content = (SOURCE / block.words[-1]).read_text(encoding="utf-8")
    same = block.text in content if "part" in block.words else block.text == content
    assert same, f"{block}: {block.words[-1]} has changed"


@pytest.mark.parametrize("shown", by_page(block for block in NAMED if not is_in_repository(block)))
def test_files_that_are_only_shown_compile(shown, tmp_path):
    for block in shown:
        file = tmp_path / block.words[-1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text)
    sources = [block.words[-1] for block in shown if block.words[-1].endswith(".cpp")]
    assert sources, f"{shown[0]}: there is no {shown[0].words[-1]}"
    for source in sources:
        run([*compiler_of("indicators/operators/lag.cpp", tmp_path), "-fsyntax-only", source], tmp_path)


def compiler_of(source, folder):
    """The command that compiles a file of the repository, without the file, for one in `folder`."""
    entries = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
    entry = next(each for each in entries if each["file"].endswith(source))
    words = shlex.split(entry["command"])
    words = words[:words.index("-o")]
    words.insert(next(i for i, word in enumerate(words) if word.startswith("-")), f"-I{folder}")
    return words


def commands(shown):
    for block in shown:
        for line in block.text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] in ("taipan", "build/taipan"):
                yield [PROGRAM, *words[1:]]


def console_pages():
    return by_page([block for block in BLOCKS if block.language == "sh"])


@pytest.mark.parametrize("shown", console_pages())
def test_commands_succeed(shown, workplace):
    for block in blocks(shown[0].page):
        if block.words and block.language == "toml" and "/" not in block.words[-1]:
            (workplace / block.words[-1]).write_text(block.text)
    for command in commands(shown):
        run(command, workplace)


@pytest.mark.parametrize("shown", console_pages())
def test_scripts_exist(shown):
    for block in shown:
        for script in re.findall(r"^(scripts/\w+|\.ci/run)", block.text, re.MULTILINE):
            assert os.access(SOURCE / script, os.X_OK), f"{block}: {script}"


def demo_command():
    """What scripts/demo ends with, without the files it writes."""
    text = (SOURCE / "scripts" / "demo").read_text(encoding="utf-8").replace("\\\n", " ")
    words = shlex.split(text[text.index("exec build/taipan"):])[2:]
    out = words.index("--out")
    return [PROGRAM, *words[:out], *words[out + 2:-1]]


@pytest.mark.parametrize("block", chosen("text", "demo"), ids=str)
def test_the_demo_prints_what_is_shown(block):
    if not (SOURCE / "node_modules" / "vega-datasets").exists():
        pytest.skip("no node_modules/vega-datasets: scripts/setup fetches it")
    assert run([*demo_command(), "--quiet"], SOURCE).rstrip() == block.text.rstrip()


def slug(heading):
    """How GitHub names a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page):
    wrong = []
    for target in LINK.findall(prose(page)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        if not file.exists():
            wrong.append(target)
        elif anchor and anchor not in map(slug, HEADING.findall(prose(file))):
            wrong.append(target)
    assert not wrong
