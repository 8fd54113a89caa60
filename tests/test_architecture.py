"""Is the house still built as it was designed?

What import-linter and ruff cannot say is said here, over the text of the
project: no test imports it. Each test lists every fault with its place.
"""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.source import (
    ROOT,
    SPORADES,
    at,
    dotted,
    fields,
    first_string,
    functions,
    imported,
    in_actions,
    is_named,
    listed,
    modules,
    name_of,
    orders,
    package,
    sentences,
    shown_text,
    templates,
    translated,
    tree,
)

MODULE_LINES = 300
FUNCTION_LINES = 40
VIEW_STATEMENTS = 15
# What a class of a table comes from.
TABLE = {"models.Model", "AbstractBaseUser", "Mandated"}

# What is outside, and the only package that knows it.
READERS = ["PIL", "pikepdf", "pillow_heif", "pypdfium2", "zxingcpp"]
OUTSIDE = dict.fromkeys(
    [*READERS, "cryptography", "phonenumbers", "pyhanko", "asn1crypto", "smtplib", "typst"], "adapters"
)
OUTSIDE["argon2"] = OUTSIDE["qrcode"] = "accounts"

RELATIONS = {"models.ForeignKey", "models.OneToOneField"}

# Not used here: each hides what happens, or when. See docs/decisions.
NOT_USED = {
    "django.dispatch",
    "django.db.models.signals",
    "django.views.generic",
    "django.forms.ModelForm",
    "django.forms.models",
}
EMPTY_NAMES = {"utils", "helpers", "manager", "managers", "misc", "tools", "services", "common_utils"}

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localtime",
    "timezone.localdate", "time.time",
}  # fmt: skip

# Each host in two parts, so that this file does not name it either.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org"]


def test_a_module_is_read_in_one_sitting():
    lengths = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in modules()]

    faults = [f"{at(path, 1)} has {lines} lines" for path, lines in lengths if lines > MODULE_LINES]
    assert not faults, listed(faults)


def test_a_function_fits_on_a_screen():
    lengths = [
        (path, node, (node.end_lineno or 0) - node.lineno + 1)
        for path in modules()
        for node in functions(path)
    ]

    long = [
        f"{at(path, node)} {node.name}: {lines} lines"
        for path, node, lines in lengths
        if lines > FUNCTION_LINES
    ]
    assert not long, listed(long)


def test_every_module_says_which_question_it_answers():
    silent = [at(path, 1) for path in modules() if tree(path).body and not ast.get_docstring(tree(path))]

    assert not silent, listed(silent)


def test_no_module_has_a_name_that_says_nothing():
    assert [
        at(path, 1) for path in modules() if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES
    ] == []


def test_only_the_clocks_know_what_time_it_is():
    faults = [
        f"{at(path, node)} {dotted(node.func)}()"
        for path in modules()
        if path != SPORADES / "adapters" / "clocks.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS
    ]

    assert not faults, listed(faults)


def test_no_row_stamps_itself():
    stamps = {"auto_now", "auto_now_add"}
    faults = [
        at(path, node.value)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg in stamps
    ]

    assert not faults, listed(faults)


def test_no_list_is_in_the_order_of_another_table():
    """By the bare name of a relation, Django sorts as that other table does: a list that goes on from an id forgets."""
    relations, columns = set(), set()
    for node in (
        node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
    ):
        for name, value in fields(node):
            (relations if dotted(value.func) in RELATIONS else columns).add(name)
    faults = [
        f"{at(path, said)} {said.value}"
        for path in modules()
        for node in ast.walk(tree(path))
        for said in orders(node)
        if said.value.lstrip("-").rsplit("__", 1)[-1] in relations - columns
    ]

    assert not faults, listed(faults)


def test_the_rules_use_the_standard_library_only_and_reach_nothing_outside():
    # Nor what reaches a file, a process, the network or a clock.
    reach = {"importlib", "io", "os", "pathlib", "socket", "subprocess", "tempfile", "time"}
    allowed = {*sys.stdlib_module_names, "sporades"} - reach
    others = tuple(f"sporades.{package(path)}." for path in modules() if package(path) != "rules")
    faults = [
        f"{at(path, line)} {name}"
        for path in modules()
        if package(path) == "rules"
        for name, line in imported(path)
        if name.partition(".")[0] not in allowed or (name + ".").startswith(others)
    ]

    assert not faults, listed(faults)


def test_each_outside_thing_is_known_to_one_package():
    faults = [
        f"{at(path, line)} {name}"
        for path in modules(but=["demo"])
        for name, line in imported(path)
        if OUTSIDE.get(name.partition(".")[0], package(path)) != package(path)
    ]

    assert not faults, listed(faults)


def test_only_the_nursery_opens_what_a_stranger_sent():
    decoders = {"sporades.adapters.eyes", "sporades.adapters.readers", "sporades.adapters.sheets"}
    inside = {"sporades/adapters/decoding/tasks.py", "sporades/adapters/sheets.py"}

    faults = [
        f"{at(path, line)} {name}"
        for path in modules()
        for name, line in imported(path)
        if name in decoders and str(path.relative_to(ROOT)) not in inside
    ]

    assert not faults, listed(faults)


def test_what_hides_the_order_of_things_is_not_used():
    faults = [
        f"{at(path, line)} {name}"
        for path in modules()
        for name, line in imported(path)
        if any(name == banned or name.startswith(f"{banned}.") for banned in NOT_USED)
    ]

    assert not faults, listed(faults)


def test_only_the_configuration_reads_the_environment():
    # The last two only say which settings to read.
    readers = {SPORADES / name for name in ("config/environment.py", "config/wsgi.py", "__main__.py")}
    faults = [
        at(path, node)
        for path in modules(but=["demo"])
        if path not in readers
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"}
    ]

    assert not faults, listed(faults)


def test_who_and_when_are_said_by_name_to_every_rule_and_action():
    said = {"by", "now", "machine_now"}
    faults = []
    for path in modules():
        if not (in_actions(path) or package(path) == "rules"):
            continue
        for node in functions(path):
            if node.name.startswith("_"):
                continue
            arguments = node.args
            by_place = {argument.arg for argument in (*arguments.posonlyargs, *arguments.args)} & said
            guessed = {
                argument.arg
                for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
                if default is not None
            } & said
            faults += [f"{at(path, node)} {node.name}({name})" for name in sorted(by_place | guessed)]

    assert not faults, listed(faults)


def test_an_act_on_a_registration_is_journaled_where_it_is_kept_since_when_it_waits():
    common = SPORADES / "registrations" / "actions" / "common.py"
    faults = [
        at(path, node)
        for path in modules()
        if package(path) == "registrations" and path != common and _subject_is_a_registration(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func) == "journal.record"
        and any(isinstance(one, ast.Call) and dotted(one.func) == "subject_of" for one in node.args)
    ]

    assert not faults, listed(faults)


def _subject_is_a_registration(path: Path) -> bool:
    return any(name == "sporades.registrations.actions.common.subject_of" for name, _ in imported(path))


def test_a_view_translates_and_calls_one_action():
    faults = []
    for path in modules():
        if not (path.stem.startswith("views") or path.parent.name == "views"):
            continue
        for node in functions(path):
            statements = sum(isinstance(child, ast.stmt) for child in ast.walk(node)) - 1
            if statements > VIEW_STATEMENTS:
                faults.append(f"{at(path, node)} {node.name}: {statements} statements")

    assert not faults, listed(faults)


def test_every_reason_that_a_rule_gives_has_its_sentence():
    said = sentences()
    faults = [
        f"{at(path, node)} {code}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("Reason")
        for code in first_string(node)
        if code not in said
    ]

    assert not faults, listed(faults)


def test_every_sentence_is_written_once():
    wording = tomllib.loads((ROOT / "reference" / "wording.toml").read_text(encoding="utf-8"))
    texts = [text for value in wording.values() if isinstance(value, dict) for text in value.values()]

    # Labels may agree (« Refusée »); a whole sentence never says two things.
    whole = [text for text in texts if isinstance(text, str) and text.endswith(".") and " " in text]
    twice = sorted({text for text in whole if whole.count(text) > 1})
    assert not twice, listed(twice)


def test_every_template_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*modules(), *templates(".html", ".txt")])
    # Django finds these by itself.
    by_django = {f"{code}.html" for code in ("400", "403", "403_csrf", "404", "413", "429", "500", "503")}
    faults = [
        at(template, 1)
        for template in templates(".html", ".txt")
        if name_of(template) not in by_django and not is_named(template, code)
    ]

    assert not faults, listed(faults)


def test_no_template_carries_its_own_style_or_script():
    inline = re.compile(r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:""", re.IGNORECASE)
    # A letter has no stylesheet, nor has a page that is unpacked from an archive and read offline.
    faults = [
        f"{at(template, number)} {line.strip()}"
        for template in templates(".html")
        if not name_of(template).startswith(("notices/", "records/"))
        for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]

    assert not faults, listed(faults)


def test_what_people_read_is_in_french_typography():
    faults = []
    for template in templates(".html", ".txt"):
        for number, shown in enumerate(shown_text(template).splitlines(), 1):
            if re.search(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", shown):
                faults.append(f"{at(template, number)} straight apostrophe: {shown.strip()}")
            if re.search(r"\w [;:?!»]|« ", shown):
                faults.append(f"{at(template, number)} breaking space: {shown.strip()}")

    assert not faults, listed(faults)


def test_what_the_code_says_to_people_is_in_french_typography():
    faults = [
        f"{at(path, said)} breaking space: {said.value}"
        for path in modules()
        for said in translated(path)
        if re.search(r"[\w»%)’] [;:?!»]|« ", said.value)
    ]

    assert not faults, listed(faults)


def test_nothing_names_the_host_of_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    faults = []
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        text = path.read_bytes() if path.is_file() else b""
        faults += [f"{name}: {host}" for host in REGISTRIES if host.encode() in text]

    assert not faults, listed(faults)


def test_every_test_is_a_sentence():
    faults = [
        f"{at(path, node)} {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in functions(path)
        if node.name.startswith("test_") and node.name.count("_") < 4
    ]

    assert not faults, listed(faults)


def test_every_table_is_named_in_the_list_of_what_is_held():
    held = (SPORADES / "records" / "held.py").read_text(encoding="utf-8")
    tables = [
        (path, node)
        for path in modules()
        if "models" in path.relative_to(SPORADES).with_suffix("").parts and package(path) != "demo"
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and TABLE & {ast.unparse(base) for base in node.bases}
    ]

    faults = [
        f"{at(path, node.lineno)} {node.name}: write its line in sporades/records/held.py, "
        "then `pytest tests/records/test_schema.py` says the rest"
        for path, node in tables
        if "abstract = True" not in ast.unparse(node) and f'"{package(path)}.{node.name}"' not in held
    ]

    assert len(tables) > 30
    assert not faults, listed(faults)
