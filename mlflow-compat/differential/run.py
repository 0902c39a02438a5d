#!/usr/bin/env python3
"""Sends the same requests to a real MLflow server and to Imprint and compares the answers."""

import argparse
import collections
import contextlib
import pathlib
import re
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import cases as case_files
from compare import judge
from exchange import Server
from reference import mlflow_server

SHOWN_NOTES = 6
COUNTED = ("equal", "explained", "unexplained")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--imprint", metavar="URL", help="the Imprint server under test")
    parser.add_argument("--mlflow", metavar="URL", help="a running MLflow server; without it one is started")
    parser.add_argument("--mlflow-python", default=sys.executable, help="the Python that has mlflow (default: this)")
    parser.add_argument("--database", metavar="URL", help="SQLAlchemy URL for the started MLflow (default: SQLite)")
    parser.add_argument("--only", metavar="FILE", action="append", help="only this case file (name or stem); repeatable")
    parser.add_argument("--record", action="store_true", help="send to MLflow alone and print what it answers")
    parser.add_argument("--verbose", action="store_true", help="print both answers of every request")
    options = parser.parse_args()
    if not options.imprint and not options.record:
        parser.error("--imprint URL is needed, unless --record")
    return options


def chosen(only):
    files = sorted((HERE / "cases").glob("*.yaml"))
    if only:
        stems = {pathlib.Path(name).stem for name in only}
        missing = stems - {file.stem for file in files}
        if missing:
            sys.exit(f"no such case file: {', '.join(sorted(missing))}")
        files = [file for file in files if file.stem in stems]
    return files


def known_differences():
    text = (HERE.parent / "differences.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| *(D\d+) *\|", text, re.MULTILINE))


def record(files, reference_url):
    for file in files:
        print(f"== {file.stem}")
        server = Server(reference_url, {"unique": unique()})
        for case in case_files.load(file):
            try:
                print(f"{case.name}\n    {server.send(case).shown()}")
            except case_files.Unfilled as missing:
                print(f"{case.name}\n    NOT SENT: no value for {missing}")


def unique():
    """Keeps each run of the runner apart from earlier ones on a used server."""
    return "cmp" + uuid.uuid4().hex[:10]


class Report:
    def __init__(self, verbose):
        self.verbose = verbose
        self.counts = collections.Counter()
        self.messages = collections.Counter()
        self.used = set()

    def failed(self, case, notes, answers=()):
        self.counts["unexplained"] += 1
        print(f"UNEXPLAINED {case.title}")
        for note in notes[:SHOWN_NOTES]:
            print(f"    {note}")
        if len(notes) > SHOWN_NOTES:
            print(f"    and {len(notes) - SHOWN_NOTES} more")
        for side, answer in answers:
            print(f"    {side}: {answer.shown(600)}")

    def add(self, case, verdict, answers):
        if case.difference:
            self.used.add(case.difference)
        if verdict.same_message is not None:
            self.messages[verdict.same_message] += 1
        if verdict.outcome == "unexplained":
            self.failed(case, verdict.notes, answers)
            return
        self.counts[verdict.outcome] += 1
        if self.verbose:
            print(f"{verdict.outcome} {case.difference or ''} {case.title}")
            for side, answer in answers:
                print(f"    {side}: {answer.shown(600)}")

    def totals(self, unused):
        if unused:
            print(f"differences without a case: {', '.join(sorted(unused))}")
        answered = sum(self.messages.values())
        print(f"error messages equal: {self.messages[True]} of {answered}")
        counts = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in COUNTED)
        print(f"differential: {sum(self.counts.values())} requests, {counts}")


def compare(files, reference_url, imprint_url, report, known):
    for file in files:
        start = {"unique": unique()}
        reference, imprint = Server(reference_url, start), Server(imprint_url, start)
        for case in case_files.load(file):
            if case.difference and case.difference not in known:
                report.failed(case, [f"{case.difference} is not in differences.md"])
                continue
            try:
                answers = [("MLflow", reference.send(case)), ("Imprint", imprint.send(case))]
            except case_files.Unfilled as missing:
                report.failed(case, [f"not sent: no earlier answer gave {missing}"])
                continue
            except OSError as fault:
                report.failed(case, [f"no answer: {fault!r}"])
                continue
            verdict = judge(case, answers[0][1], reference.values, answers[1][1], imprint.values)
            report.add(case, verdict, answers)


def main():
    options = arguments()
    files = chosen(options.only)
    with contextlib.ExitStack() as stack:
        reference_url = options.mlflow or stack.enter_context(
            mlflow_server(options.mlflow_python, database=options.database)
        )
        if options.record:
            record(files, reference_url)
            return 0
        known = known_differences()
        report = Report(options.verbose)
        compare(files, reference_url, options.imprint, report, known)
        report.totals(set() if options.only else known - report.used)
        return 1 if report.counts["unexplained"] else 0


if __name__ == "__main__":
    sys.exit(main())
