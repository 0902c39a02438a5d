"""Sends one request exactly as written and keeps what came back.

http.client is used because higher clients tidy paths (`..`, `%2e`), and the untidy ones are what is tested.
"""

import dataclasses
import http.client
import json
import urllib.parse

from cases import fill

SECONDS = 60
API = "/api/2.0/mlflow/"


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    content: bytes

    @property
    def kind(self):
        """`json` for a JSON object, else `empty`, `text` or the like by content type."""
        if not self.content:
            return "empty"
        if isinstance(self.json, dict):
            return "json"
        media = self.headers.get("content-type", "").split(";")[0]
        return "html" if media == "text/html" else "other"

    @property
    def json(self):
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    def shown(self, limit=1500):
        text = self.content.decode("utf-8", "replace")
        if self.kind == "json":
            body = self.json
            if "error_code" in body:
                text = f"{body['error_code']}: {body.get('message')}"
            else:
                text = json.dumps(body, ensure_ascii=False)
        text = text.replace("\0", "\\0")  # a zero byte makes the whole report binary to grep
        return f"{self.status} {text[:limit]}{'…' if len(text) > limit else ''}"


class Server:
    """One server under comparison, with the values its answers gave."""

    def __init__(self, url, values):
        self.url = url.rstrip("/")
        self.values = dict(values)
        self._address = urllib.parse.urlsplit(self.url)
        self._connection = None

    def send(self, case):
        values = {**self.values}
        # An `each` value may itself hold templates.
        values.update({name: fill(value, self.values) for name, value in case.extra.items()})
        path = fill(case.path, values)
        target = self._address.path + (path if path.startswith("/") else API + path)
        query = fill(case.fields.get("query"), values)
        if query:
            target += "?" + urllib.parse.urlencode(query, doseq=True)
        headers, content = self._content(case, values)
        answer = self._exchange(case.method, urllib.parse.quote(target, safe="%/?&=:;+,@!$'()*#[]~"), headers, content)
        for name, paths in (case.fields.get("capture") or {}).items():
            # Of several paths the first that leads somewhere: where the servers differ, so do their answers.
            values_there = (at(answer.json, path) for path in (paths if isinstance(paths, list) else [paths]))
            found = next((value for value in values_there if value is not None), None)
            if found is not None:
                self.values[name] = found
        return answer

    @staticmethod
    def _content(case, values):
        headers = {}
        content = None
        if "raw" in case.fields:
            raw = case.fields["raw"]
            content = raw if isinstance(raw, bytes) else fill(raw, values).encode("utf-8", "surrogatepass")
            headers["Content-Type"] = "application/json"
        elif "body" in case.fields:
            content = json.dumps(fill(case.fields["body"], values)).encode()
            headers["Content-Type"] = "application/json"
        for name, value in (case.fields.get("headers") or {}).items():
            headers.pop(name, None)
            if value is not None:
                headers[name] = fill(value, values)
        return headers, content

    def _exchange(self, method, target, headers, content):
        for last in (False, True):
            fresh = self._connection is None
            if fresh:
                self._connection = http.client.HTTPConnection(
                    self._address.hostname, self._address.port, timeout=SECONDS
                )
            try:
                self._connection.request(method, target, body=content, headers=headers)
                response = self._connection.getresponse()
                received = response.read()
            except (http.client.HTTPException, ConnectionError):
                # A kept connection may have been closed meanwhile; only that is worth a second try.
                self._connection.close()
                self._connection = None
                if last or fresh:
                    raise
                continue
            answer_headers = {name.lower(): value for name, value in response.getheaders()}
            if response.will_close:
                self._connection.close()
                self._connection = None
            return Answer(response.status, answer_headers, received)
        raise AssertionError("unreachable")


def at(document, path):
    """The value at a dotted path such as `runs.0.info.run_id`, or None."""
    for step in str(path).split("."):
        if isinstance(document, list) and step.lstrip("-").isdigit() and int(step) < len(document):
            document = document[int(step)]
        elif isinstance(document, dict) and step in document:
            document = document[step]
        else:
            return None
    return document
