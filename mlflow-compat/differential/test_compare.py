"""The comparer must see differences: each kind of difference here must be noticed."""

import json

import pytest
from cases import Case, Unfilled, fill
from compare import differences, judge
from exchange import Answer

RUN = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"


def answer(status, body, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {"content-type": "application/json", **headers}, content)


def verdict(reference, imprint, reference_values=None, imprint_values=None, /, **fields):
    case = Case("file", "name", "GET", "/", fields, {})
    return judge(case, reference, reference_values or {}, imprint, imprint_values or {}).outcome


def test_equal_answers_are_equal():
    assert verdict(answer(200, {"a": [1, "x"]}), answer(200, {"a": [1, "x"]})) == "equal"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {}),
        ({}, {"a": 1}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": [1]}, {"a": [1, 1]}),
        ({"a": 0.0}, {"a": -0.0}),
        ({"a": "NaN"}, {"a": float("nan")}),
        ({"a": 9007199254740993}, {"a": 9007199254740992}),
        ({"metrics": [{"key": "a"}, {"key": "b"}]}, {"metrics": [{"key": "b"}, {"key": "a"}]}),
    ],
)
def test_different_values_are_noticed(ours, theirs):
    assert verdict(answer(200, ours), answer(200, theirs)) == "unexplained"


def test_another_status_is_noticed():
    assert verdict(answer(200, {}), answer(201, {})) == "unexplained"


def test_another_error_code_is_noticed():
    one, other = {"error_code": "A", "message": "m"}, {"error_code": "B", "message": "m"}
    assert verdict(answer(400, one), answer(400, other)) == "unexplained"


def test_an_error_page_is_not_a_json_error():
    assert verdict(answer(404, b"<html>"), answer(404, {"error_code": "X"})) == "unexplained"


def test_bytes_are_compared():
    assert verdict(answer(200, b"one"), answer(200, b"two")) == "unexplained"


def test_captured_ids_are_exchanged():
    one = {"run": {"info": {"run_id": RUN, "artifact_uri": f"mlflow-artifacts:/7/{RUN}/artifacts"}}}
    other = {"run": {"info": {"run_id": OTHER, "artifact_uri": f"mlflow-artifacts:/12/{OTHER}/artifacts"}}}
    values = ({"run": RUN, "exp": "7"}, {"run": OTHER, "exp": "12"})
    assert verdict(answer(200, one), answer(200, other), *values) == "equal"


def test_the_wrong_captured_id_is_noticed():
    values = ({"one": RUN, "two": OTHER}, {"one": OTHER, "two": RUN})
    assert verdict(answer(200, {"run_id": RUN}), answer(200, {"run_id": RUN}), *values) == "unexplained"


def test_the_order_of_tags_in_an_object_does_not_matter():
    one = {"run": {"tags": [{"key": "a"}, {"key": "b"}]}}
    other = {"run": {"tags": [{"key": "b"}, {"key": "a"}]}}
    assert verdict(answer(200, one), answer(200, other)) == "equal"


def test_a_declared_difference_is_checked():
    declared = {"difference": "D01", "imprint": {"status": 400, "error_code": "X"}}
    refusal = answer(400, {"error_code": "X", "message": "m"})
    assert verdict(answer(200, {}), refusal, **declared) == "explained"
    assert verdict(answer(200, {}), answer(400, {"error_code": "Y"}), **declared) == "unexplained"
    assert verdict(answer(200, {}), answer(500, b"oops"), **declared) == "unexplained"


def test_a_stale_difference_is_noticed():
    declared = {"difference": "D01", "imprint": {"status": 200}}
    assert verdict(answer(200, {}), answer(200, {}), **declared) == "unexplained"


def test_beside_a_declared_value_all_else_must_be_equal():
    declared = {"difference": "D01", "imprint": {"status": 200, "at": {"a": 2}}}
    assert verdict(answer(200, {"a": 1, "b": 1}), answer(200, {"a": 2, "b": 1}), **declared) == "explained"
    assert verdict(answer(200, {"a": 1, "b": 1}), answer(200, {"a": 2, "b": 2}), **declared) == "unexplained"
    assert verdict(answer(200, {"a": 1, "b": 1}), answer(200, {"a": 3, "b": 1}), **declared) == "unexplained"


def test_declared_headers_are_checked():
    fields = {
        "difference": "D01", "compare_headers": ["kind", "other"],
        "imprint": {"status": 200, "headers": {"kind": "b"}},
    }
    reference = answer(200, b"x", kind="a", other="o")
    assert verdict(reference, answer(200, b"x", kind="b", other="o"), **fields) == "explained"
    assert verdict(reference, answer(200, b"x", kind="c", other="o"), **fields) == "unexplained"
    assert verdict(reference, answer(200, b"x", other="o"), **fields) == "unexplained"
    assert verdict(reference, answer(200, b"x", kind="b", other="p"), **fields) == "unexplained"
    assert verdict(reference, answer(200, b"x", kind="a", other="o"), **fields) == "unexplained"


def test_contained_items_are_looked_for():
    declared = {"difference": "D01", "imprint": {"status": 200, "rest": "free", "contains": {"a": [{"v": 9}]}}}
    assert verdict(answer(200, {"a": [{"v": 1}]}), answer(200, {"a": [{"v": 2}, {"v": 9}]}), **declared) == "explained"
    assert verdict(answer(200, {"a": [{"v": 1}]}), answer(200, {"a": [{"v": 2}]}), **declared) == "unexplained"


def test_differences_name_their_place():
    assert [place for place, _, _ in differences({"a": [{"b": 1}]}, {"a": [{"b": 2}]})] == ["a.0.b"]


def test_templates_are_filled():
    values = {"run": RUN, "n": 7}
    assert fill("${run}", values) == RUN
    assert fill("${n}", values) == 7
    assert fill("x${n}${a*3}", values) == "x7aaa"
    assert fill({"$repeat": 2, "item": {"key": "k${i}"}}, values) == [{"key": "k0"}, {"key": "k1"}]
    with pytest.raises(Unfilled):
        fill("${none}", values)
