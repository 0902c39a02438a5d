"""The answers that docs/promotion.md shows are those that the server sends."""

import json
import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "promotion.md"
BLOCK = re.compile(r"(<!-- produced by mlflow-compat/promotion/run: ([\w-]+) -->\n```json\n)(.*?)(\n```)", re.DOTALL)
WIDTH = 116

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
PROMOTION = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
RUN = re.compile(r"\b[0-9a-f]{32}\b")
EPOCH = re.compile(r"\b1[5-9]\d{11}\b")


def normalised(answers):
    """The same JSON with ids and times that do not depend on the day; equal ones stay equal."""
    text = json.dumps(answers)
    times = sorted(set(TIME.findall(text)))
    text = TIME.sub(lambda found: f"2026-03-02T10:{times.index(found[0]):02}:00Z", text)
    for kind, form in (
        (PROMOTION, "7d1f0c1e-8f5e-4c0a-9b60-{:012}"),
        (DIGEST, "sha256:{:02}…"),
        (RUN, "5b0e9a7c41d84f6e8d2c7a90b1e3{:04}"),
    ):
        seen = list(dict.fromkeys(kind.findall(text)))
        text = kind.sub(lambda found: form.format(seen.index(found[0]) + 1), text)
    return json.loads(EPOCH.sub("1772445600000", text))


def shown(value, indent=0, used=0):
    """JSON in lines as full as they may be; `used` is what precedes the value on its line."""
    line = json.dumps(value, ensure_ascii=False)
    if used + len(line) <= WIDTH or not value or not isinstance(value, (dict, list)):
        return line
    named = isinstance(value, dict)
    heads = [json.dumps(key) + ": " if named else "" for key in value]
    margin = " " * (indent + 2)
    lines = []
    for head, each in zip(heads, value.values() if named else value):
        part = head + shown(each, indent + 2, indent + 2 + len(head))
        fits = lines and "\n" not in lines[-1] + part and len(margin + lines[-1]) + len(part) + 2 <= WIDTH
        if fits and not (part.endswith("}") or lines[-1].endswith("}")):
            lines[-1] += ", " + part
        else:
            lines.append(part)
    start, end = "{}" if named else "[]"
    return start + "\n" + ",\n".join(margin + each for each in lines) + "\n" + " " * indent + end


def fields(value, place=""):
    """The places of all fields, whatever they hold."""
    if isinstance(value, dict):
        return {f"{place}.{key}" for key in value} | {
            field for key, each in value.items() for field in fields(each, f"{place}.{key}")
        }
    if isinstance(value, list):
        return {field for each in value for field in fields(each, place + "[]")}
    return set()


def write(answers):
    answers = normalised(answers)
    text = BLOCK.sub(lambda block: block[1] + shown(answers[block[2]]) + block[4], PAGE.read_text("utf-8"))
    PAGE.write_text(text, "utf-8")


def compare(answers, tally):
    """Each answer is shown once, with the fields that it has."""
    written = {name: json.loads(body) for _, name, body, _ in BLOCK.findall(PAGE.read_text("utf-8"))}
    tally.check("docs/promotion.md shows every answer", written.keys() == answers.keys(), list(written))
    for name in written.keys() & answers.keys():
        differing = fields(written[name]) ^ fields(answers[name])
        tally.check(f"docs/promotion.md is right about: {name}", not differing, "\n".join(sorted(differing)))
