"""Numbers bit for bit, integers exact, text exact, nothing cut."""

import math
import struct

import mlflow
import pytest
from mlflow.entities import Metric

FINITE = [0.0, 1.0, -1.0, 0.1, 1 / 3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 1e-320]


def bits(value):
    return struct.pack(">d", value)


@pytest.mark.parametrize("value", FINITE)
def test_a_finite_double_returns_bit_for_bit(client, run, value):
    client.log_metric(run.info.run_id, "m", value)
    assert bits(client.get_run(run.info.run_id).data.metrics["m"]) == bits(value)
    assert bits(client.get_metric_history(run.info.run_id, "m")[0].value) == bits(value)


def test_nan_returns_as_nan(client, run):
    client.log_metric(run.info.run_id, "m", math.nan)
    assert math.isnan(client.get_run(run.info.run_id).data.metrics["m"])
    assert math.isnan(client.get_metric_history(run.info.run_id, "m")[0].value)


@pytest.mark.imprint
@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_an_infinity_returns_as_infinity(client, run, value):
    client.log_metric(run.info.run_id, "m", value)
    assert client.get_run(run.info.run_id).data.metrics["m"] == value
    assert client.get_metric_history(run.info.run_id, "m")[0].value == value


@pytest.mark.imprint
def test_negative_zero_keeps_its_sign(client, run):
    client.log_metric(run.info.run_id, "m", -0.0)
    assert bits(client.get_run(run.info.run_id).data.metrics["m"]) == bits(-0.0)


@pytest.mark.parametrize("step", [0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63)])
def test_a_step_is_exact_over_int64(client, run, step):
    client.log_batch(run.info.run_id, metrics=[Metric("m", 1.0, 2**63 - 1, step)])
    point = client.get_metric_history(run.info.run_id, "m")[0]
    assert (point.step, point.timestamp) == (step, 2**63 - 1)


def test_the_latest_metric_is_that_of_the_greatest_step_then_time_then_value(client, run):
    points = [Metric("m", 1.0, 10, 5), Metric("m", 2.0, 30, 3), Metric("m", 3.0, 20, 5), Metric("m", 4.0, 20, 5), Metric("m", 9.0, 5, 5)]
    for point in points:
        client.log_batch(run.info.run_id, metrics=[point])
    assert client.get_run(run.info.run_id).data.metrics["m"] == 4.0


def test_a_repeated_point_is_kept_once(client, run):
    for _ in range(3):
        client.log_batch(run.info.run_id, metrics=[Metric("m", 1.0, 1, 0)])
    assert len(client.get_metric_history(run.info.run_id, "m")) == 1


def test_a_long_history_comes_back_whole(client, run):
    count = 2500
    for start in range(0, count, 1000):
        client.log_batch(
            run.info.run_id,
            metrics=[Metric("m", number / 7, number, number) for number in range(start, min(start + 1000, count))],
        )
    history = client.get_metric_history(run.info.run_id, "m")
    assert [point.step for point in history] == list(range(count))
    assert [point.value for point in history] == [number / 7 for number in range(count)]


@pytest.mark.client3
def test_a_history_comes_in_pages(server, client, run):
    from mlflow.store.tracking.rest_store import RestStore
    from mlflow.utils.rest_utils import MlflowHostCreds

    client.log_batch(run.info.run_id, metrics=[Metric("m", float(number), number, number) for number in range(10)])
    store = RestStore(lambda: MlflowHostCreds(server))
    seen, token = [], None
    while True:
        page = store.get_metric_history(run.info.run_id, "m", max_results=4, page_token=token)
        seen.append([point.step for point in page])
        token = page.token
        if not token:
            break
    assert seen == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_an_unknown_metric_has_no_history(client, run):
    assert client.get_metric_history(run.info.run_id, "none") == []


TEXTS = ["", " ", "plain", "zwei\nZeilen\r\n\tTab", "🦉 ünïcödé 漢字", "'single' \"double\" `back`", "\\ \\n %s {} $x", "<b>&amp;</b>", "\u202eleft", "e\u0301", " edge "]


@pytest.mark.parametrize("text", TEXTS)
def test_text_returns_unchanged(client, experiment, run, text):
    client.set_tag(run.info.run_id, "t", text)
    client.log_param(run.info.run_id, "p", text)
    client.set_experiment_tag(experiment, "e", text)
    data = client.get_run(run.info.run_id).data
    assert data.tags["t"] == text
    assert data.params["p"] == text
    assert client.get_experiment(experiment).tags["e"] == text


def test_a_run_name_may_be_any_text(client, experiment):
    name = "🦉 night\nrun 'one' \"two\""
    run = client.create_run(experiment, run_name=name)
    assert client.get_run(run.info.run_id).info.run_name == name


@pytest.mark.parametrize("length", [6000, 6000 - 1])
def test_a_param_of_six_thousand_characters_is_whole(client, run, length):
    client.log_param(run.info.run_id, "p", "ü" * length)
    assert client.get_run(run.info.run_id).data.params["p"] == "ü" * length


@pytest.mark.imprint
def test_longer_values_are_not_cut(client, run):
    text = "🦉" * 16_000
    client.log_param(run.info.run_id, "p", text)
    client.set_tag(run.info.run_id, "t", text)
    data = client.get_run(run.info.run_id).data
    assert data.params["p"] == text
    assert data.tags["t"] == text


@pytest.mark.imprint
def test_a_value_beyond_the_cap_is_refused_not_cut(client, run, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.set_tag(run.info.run_id, "t", "x" * (64 * 1024 + 1))
    assert "t" not in client.get_run(run.info.run_id).data.tags


@pytest.mark.parametrize("key", ["a b", "a/b/c", "a.b", "a-b", "a:b", "ümlaut", "k" * 250])
def test_keys_return_unchanged(client, run, key):
    client.log_metric(run.info.run_id, key, 1)
    client.log_param(run.info.run_id, key, 1)
    client.set_tag(run.info.run_id, key, 1)
    data = client.get_run(run.info.run_id).data
    assert key in data.metrics and key in data.params and key in data.tags


def test_a_data_frame_keeps_not_a_number(experiment):
    with mlflow.start_run():
        mlflow.log_metric("m", math.nan)
        mlflow.log_metric("n", 0.5)
    frame = mlflow.search_runs([experiment])
    assert math.isnan(frame["metrics.m"][0]) and frame["metrics.n"][0] == 0.5
