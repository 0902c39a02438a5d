"""Reads the case files and fills their templates.

A file holds `about`, an optional `setup` (requests that prepare the ground, or the name of a file of them)
and `cases`.
README.md describes the fields of one case.
"""

import dataclasses
import json
import pathlib
import re
from typing import Any

import yaml

KNOWN_FIELDS = {
    "name", "send", "body", "raw", "headers", "query", "capture", "each",
    "difference", "imprint", "unordered", "compare_headers", "mask",
}
_NUMBER = re.compile(r"[-+0-9.eE]+")


@dataclasses.dataclass(frozen=True)
class Case:
    """One request as written, before captured values are filled in."""

    file: str
    name: str
    method: str
    path: str
    fields: dict
    extra: dict

    @property
    def difference(self):
        return self.fields.get("difference")

    @property
    def title(self):
        return f"{self.file}: {self.name}"


def load(file: pathlib.Path) -> list[Case]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    ground = document.get("setup") or []
    if isinstance(ground, str):
        # Several files may stand on the same ground; each run of a file prepares its own.
        ground = yaml.safe_load((file.parent / ground).read_text(encoding="utf-8"))
    cases = [case for fields in [*ground, *document["cases"]] for case in _expand(file.stem, fields)]
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{file.name}: names used twice: {sorted(twice)}")
    return cases


def _expand(file, fields):
    unknown = set(fields) - KNOWN_FIELDS
    if unknown:
        raise ValueError(f"{file}: unknown fields {sorted(unknown)} in {fields.get('name') or fields}")
    if "each" not in fields:
        yield _case(file, fields, fields.get("name") or fields["send"], {})
        return
    (variable, values), = fields["each"].items()
    for value in values:
        special = value if isinstance(value, dict) and "value" in value else {"value": value}
        merged = {key: field for key, field in fields.items() if key != "each"}
        merged.update({key: field for key, field in special.items() if key != "value"})
        label = f"{fields['name']} [{_label(special['value'])}]"
        yield _case(file, merged, label, {variable: special["value"]})


def _case(file, fields, name, extra):
    method, path = fields["send"].split(" ", 1)
    if bool(fields.get("difference")) != bool(fields.get("imprint")):
        raise ValueError(f"{file}: {name}: `difference` and `imprint` come together")
    if fields.get("imprint") == 400:
        fields = {**fields, "imprint": {"status": 400, "error_code": "INVALID_PARAMETER_VALUE"}}
    return Case(file, name, method, path, fields, extra)


def _label(value):
    plain = isinstance(value, str) and value and not _NUMBER.fullmatch(value)
    text = value if plain else json.dumps(value, ensure_ascii=False)
    # The tail says how long the value was and keeps names apart.
    return text if len(text) <= 160 else f"{text[:120]}…{text[-30:]} ({len(text)})"


class Unfilled(Exception):
    """A template names a value that no earlier answer gave."""


_PLACE = re.compile(r"\$\{([^{}]+)\}")
_TIMES = re.compile(r"(.+)\*(\d+)", re.DOTALL)


def fill(template: Any, values: dict) -> Any:
    """Fills `${name}` and `${text*count}` in strings, and unrolls `{$repeat: n, item: …}` with `${i}`.

    A string that is nothing but one `${name}` takes the value's own type.
    """
    if isinstance(template, str):
        whole = _PLACE.fullmatch(template)
        if whole:
            return _value(whole.group(1), values)
        return _PLACE.sub(lambda place: str(_value(place.group(1), values)), template)
    if isinstance(template, list):
        return [fill(item, values) for item in template]
    if isinstance(template, dict):
        if "$repeat" in template:
            first = template.get("from", 0)
            return [
                fill(template["item"], {**values, "i": number})
                for number in range(first, first + template["$repeat"])
            ]
        return {fill(key, values): fill(item, values) for key, item in template.items()}
    return template


def _value(expression, values):
    times = _TIMES.fullmatch(expression)
    if times:
        return times.group(1) * int(times.group(2))
    if expression not in values:
        raise Unfilled(expression)
    return values[expression]
