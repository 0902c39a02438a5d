"""Decides whether two answers say the same.

Ids are replaced by the names under which each server's own answers gave them, times that a server chose are masked.
Messages are counted, never judged.
"""

import dataclasses
import json
import math
import re

from cases import fill
from exchange import Answer, at

# Times the server chooses. Times the request gave (start_time, timestamp) are compared.
SERVER_TIMES = {
    "creation_time", "last_update_time", "creation_timestamp_ms", "last_updated_timestamp_ms",
    "creation_timestamp", "last_updated_timestamp",
}
# Lists whose order means nothing when they describe one object; at the top of an answer order counts.
BAGS = {"tags", "params", "metrics", "dataset_inputs", "model_inputs", "model_outputs"}
JSON_TAGS = {"mlflow.log-model.history", "mlflow.modelVersions"}
_HEX = re.compile(r"\b[0-9a-f]{32}\b")
_RUN_NAME = re.compile(r"[a-z]+-[a-z]+-\d{1,4}")
_VERSION = re.compile(r"\d+\.\d+\.\d+(\.?[a-z]+\d*)?")


@dataclasses.dataclass(frozen=True)
class Verdict:
    outcome: str  # equal, explained, unexplained
    notes: list
    same_message: bool | None


def normal(answer: Answer, values: dict, unordered=()):
    """The answer's JSON with ids named and server times masked."""
    names = {}
    for name, value in values.items():
        if isinstance(value, str) and name != "unique":
            names.setdefault(value, f"<{name}>")
    return _normal(answer.json, "", names, 0, set(unordered))


def _normal(node, key, names, depth, unordered):
    if isinstance(node, dict):
        if "last_updated_timestamp" in node:
            node = _without_additions(node)
        if node.get("key") in JSON_TAGS:
            # Written by the server as JSON; its blanks mean nothing.
            node = {**node, "value": json.loads(node["value"])}
        return {name: _normal(value, name, names, depth + 1, unordered) for name, value in node.items()}
    if isinstance(node, list):
        items = [_normal(item, key, names, depth + 1, unordered) for item in node]
        if (key in BAGS and depth > 1) or key in unordered:
            items.sort(key=lambda item: json.dumps(item, sort_keys=True))
        return items
    if key in SERVER_TIMES and isinstance(node, int):
        return "<time>"
    if isinstance(node, str):
        return _text(node, key, names)
    return node


def _without_additions(node):
    """A registered model or version without what only Imprint tells of each (D49)."""
    kept = {name: value for name, value in node.items() if name not in ("user_id", "tags")}
    tags = [tag for tag in node.get("tags") or [] if tag.get("key") != "imprint.semver"]
    return {**kept, "tags": tags} if tags else kept


def _text(text, key, names):
    if key == "next_page_token":
        return "<token>"
    if key in ("experiment_id", "experiment_ids"):
        return _part(text, names)
    if key in ("artifact_uri", "artifact_location", "root_uri"):
        return "/".join(_part(part, names) for part in text.split("/"))
    for value, name in names.items():
        if len(value) >= 16:
            text = text.replace(value, name)
    text = _HEX.sub("<id>", text)
    if key in ("run_name", "name", "value") and _RUN_NAME.fullmatch(text):
        return "<generated name>"
    return text


def _part(text, names):
    """An experiment id or one segment of a location; experiment 0 is the same everywhere."""
    if text in names:
        return names[text]
    return "<number>" if text.isdigit() and text != "0" else _HEX.sub("<id>", text)


def differences(left, right, path=""):
    """The places where two JSON values differ, as (path, left, right)."""
    if isinstance(left, dict) and isinstance(right, dict):
        found = []
        for key in sorted(set(left) | set(right)):
            place = f"{path}.{key}" if path else key
            if key not in left:
                found.append((place, ABSENT, right[key]))
            elif key not in right:
                found.append((place, left[key], ABSENT))
            else:
                found.extend(differences(left[key], right[key], place))
        return found
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return [(path, left, right)]
        return [
            difference
            for index, (one, other) in enumerate(zip(left, right))
            for difference in differences(one, other, f"{path}.{index}" if path else str(index))
        ]
    return [] if _same(left, right) else [(path, left, right)]


class _Absent:
    def __repr__(self):
        return "(absent)"


ABSENT = _Absent()


def _same(left, right):
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        if math.isnan(left) or math.isnan(right):
            return math.isnan(left) and math.isnan(right)
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    return type(left) is type(right) and left == right


def judge(case, reference: Answer, reference_values, imprint: Answer, imprint_values) -> Verdict:
    found = _compare(case, reference, reference_values, imprint, imprint_values)
    same_message = None
    if reference.status >= 400 and reference.kind == imprint.kind == "json":
        same_message = _message(reference, reference_values) == _message(imprint, imprint_values)
    if not case.difference:
        return Verdict("unexplained" if found else "equal", _notes(found), same_message)
    return _judge_difference(case, found, imprint, imprint_values, same_message)


def _judge_difference(case, found, imprint, imprint_values, same_message):
    expected = case.fields["imprint"]
    if not found:
        return Verdict("unexplained", [f"{case.difference} is declared but both answers are equal"], same_message)
    failures = []
    if imprint.status != expected["status"]:
        failures.append(f"status {imprint.status}, {case.difference} says {expected['status']}")
    body = normal(imprint, imprint_values, case.fields.get("unordered") or ())
    if "error_code" in expected and at(body, "error_code") != expected["error_code"]:
        failures.append(f"error_code {at(body, 'error_code')!r}, {case.difference} says {expected['error_code']!r}")
    for path, value in (expected.get("at") or {}).items():
        actual, value = at(body, path), fill(value, imprint_values)
        if differences(value, actual):
            failures.append(f"{path} is {actual!r:.300}, {case.difference} says {value!r:.300}")
    for header, value in (expected.get("headers") or {}).items():
        if imprint.headers.get(header) != value:
            failures.append(f"header {header} is {imprint.headers.get(header)!r}, {case.difference} says {value!r}")
    for path, items in (expected.get("contains") or {}).items():
        found_items = at(body, path) or []
        missing = [item for item in items if all(differences(item, one) for one in found_items)]
        failures.extend(f"{path} lacks {item!r:.300}" for item in missing)
    for path in expected.get("absent") or []:
        if at(body, path) is not None:
            failures.append(f"{path} is present, {case.difference} says absent")
    if imprint.status < 400 and not expected.get("rest"):
        stated = {*(expected.get("at") or {}), *(expected.get("absent") or [])}
        stated |= {f"header {header}" for header in expected.get("headers") or {}}
        rest = [entry for entry in found if not any(_within(entry[0], path) for path in stated)]
        failures.extend(_notes([entry for entry in rest if entry[0] != "status"]))
    return Verdict("unexplained" if failures else "explained", failures, same_message)


def _within(path, stated):
    return path == stated or path.startswith(stated + ".")


def _compare(case, reference, reference_values, imprint, imprint_values):
    if reference.status != imprint.status:
        return [("status", reference.status, imprint.status)]
    if _shape(reference) != _shape(imprint):
        return [("body", _shape(reference), _shape(imprint))]
    found = []
    for header in case.fields.get("compare_headers") or []:
        one, other = reference.headers.get(header), imprint.headers.get(header)
        if one != other:
            found.append((f"header {header}", one, other))
    if reference.kind != "json":
        # HTML pages of frameworks are not compared, only that no JSON object came.
        if reference.kind != "html" and _plain(reference) != _plain(imprint):
            found.append(("body", reference.content[:200], imprint.content[:200]))
        return found
    if reference.status >= 400:
        one, other = reference.json.get("error_code"), imprint.json.get("error_code")
        return found + ([] if one == other else [("error_code", one, other)])
    unordered = case.fields.get("unordered") or ()
    pairs = differences(
        normal(reference, reference_values, unordered), normal(imprint, imprint_values, unordered)
    )
    masked = case.fields.get("mask") or []
    return found + [entry for entry in pairs if not any(_within(entry[0], path) for path in masked)]


def _shape(answer):
    """A JSON object or not: what clients decide on. Empty and plain bodies are told apart by content."""
    return "json" if answer.kind == "json" else "not json"


def _plain(answer):
    text = answer.content.decode("utf-8", "replace")
    return "<version>" if _VERSION.fullmatch(text) else answer.content


def _message(answer, values):
    return normal(answer, values).get("message")


def _notes(found):
    return [f"{path}: MLflow {left!r:.300}, Imprint {right!r:.300}" for path, left, right in found]
