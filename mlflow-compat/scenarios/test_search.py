"""Searching runs and experiments: filters, order, pages, views, data frames."""

import math

import mlflow
import pandas
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType


@pytest.fixture
def runs(client, experiment):
    """Five runs named r0 to r4 with loss 0.0 to 0.4 and alternating models; r4 has neither loss nor model."""
    ids = []
    for number in range(5):
        run = client.create_run(experiment, start_time=1_700_000_000_000 + number, run_name=f"r{number}")
        if number < 4:
            client.log_batch(
                run.info.run_id,
                metrics=[Metric("loss", number / 10, 1, 0)],
                params=[Param("model", ["forest", "Tree"][number % 2]), Param("width.max", str(number))],
                tags=[RunTag("note", "50%_done" if number == 2 else "open")],
            )
        ids.append(run.info.run_id)
    return ids


def names(found):
    return [run.info.run_name for run in found]


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("", ["r0", "r1", "r2", "r3", "r4"]),
        ("metrics.loss > 0.1", ["r2", "r3"]),
        ("metrics.loss <= 0.1", ["r0", "r1"]),
        ("metrics.loss != 0.1", ["r0", "r2", "r3"]),
        ("params.model = 'forest'", ["r0", "r2"]),
        ("params.model ILIKE 'T%'", ["r1", "r3"]),
        ("params.model LIKE 't%'", []),
        ("params.`width.max` = '3'", ["r3"]),
        ("params.width.max = \"3\"", ["r3"]),
        ("params.model IS NULL", ["r4"]),
        ("params.model IS NOT NULL AND metrics.loss < 0.15", ["r0", "r1"]),
        ("tags.note = '50%_done'", ["r2"]),
        ("tags.note != 'open'", ["r2"]),
        ("tags.`mlflow.runName` = 'r1'", ["r1"]),
        ("attributes.run_name LIKE 'r%' and attributes.start_time >= 1700000000003", ["r3", "r4"]),
        ("attributes.status = 'RUNNING' AND metrics.loss = 0.2", ["r2"]),
    ],
)
def test_filters_find_the_right_runs(client, experiment, runs, filter_string, expected):
    found = client.search_runs([experiment], filter_string, order_by=["attributes.run_name"])
    assert names(found) == expected


def test_run_ids_are_listed(client, experiment, runs):
    wanted = ", ".join(f"'{run_id}'" for run_id in runs[1:3])
    assert names(client.search_runs([experiment], f"attributes.run_id IN ({wanted})", order_by=["start_time"])) == ["r1", "r2"]
    assert names(client.search_runs([experiment], f"attributes.run_id NOT IN ({wanted})", order_by=["start_time"])) == ["r0", "r3", "r4"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([], ["r4", "r3", "r2", "r1", "r0"]),
        (["metrics.loss DESC"], ["r3", "r2", "r1", "r0", "r4"]),
        (["metrics.loss ASC"], ["r0", "r1", "r2", "r3", "r4"]),
        (["params.model", "attributes.start_time"], ["r1", "r3", "r0", "r2", "r4"]),
        (["tags.note DESC", "start_time ASC"], ["r0", "r1", "r3", "r2", "r4"]),
    ],
)
def test_order_is_kept_and_missing_values_come_last(client, experiment, runs, order, expected):
    assert names(client.search_runs([experiment], order_by=order)) == expected


def test_nan_comes_after_numbers_and_before_missing(client, experiment, runs):
    client.log_metric(runs[1], "loss", math.nan, step=1)
    for direction in ("ASC", "DESC"):
        assert names(client.search_runs([experiment], order_by=[f"metrics.loss {direction}"]))[-2:] == ["r1", "r4"]


def test_pages_are_complete_and_without_doubles(client, experiment, runs):
    seen, token = [], None
    while True:
        page = client.search_runs([experiment], order_by=["metrics.loss DESC"], max_results=2, page_token=token)
        assert len(page) <= 2
        seen += names(page)
        token = page.token
        if not token:
            break
    assert seen == ["r3", "r2", "r1", "r0", "r4"]


def test_view_types_divide_active_from_deleted(client, experiment, runs):
    client.delete_run(runs[0])
    order = ["attributes.run_name"]
    assert names(client.search_runs([experiment], order_by=order)) == ["r1", "r2", "r3", "r4"]
    assert names(client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)) == ["r0"]
    assert len(client.search_runs([experiment], run_view_type=ViewType.ALL)) == 5


def test_a_data_frame_has_a_column_for_each_key(experiment, runs):
    frame = mlflow.search_runs([experiment], order_by=["attributes.run_name"])
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["tags.mlflow.runName"]) == ["r0", "r1", "r2", "r3", "r4"]
    assert list(frame["metrics.loss"])[:4] == [0.0, 0.1, 0.2, 0.3]
    assert math.isnan(frame["metrics.loss"][4])
    assert list(frame["params.model"])[:4] == ["forest", "Tree", "forest", "Tree"]
    assert pandas.isna(frame["params.model"][4])
    assert str(frame["start_time"].dtype).startswith("datetime64")
    assert set(frame["experiment_id"]) == {experiment}


def test_a_search_over_names_of_experiments(experiment, runs, unique):
    frame = mlflow.search_runs(experiment_names=[f"scenario-{unique}"], filter_string="metrics.loss > 0.2")
    assert len(frame) == 1


def test_a_search_over_several_experiments(client, experiment, runs, unique):
    other = client.create_experiment(f"more-{unique}")
    client.create_run(other, run_name="elsewhere")
    found = client.search_runs([experiment, other], order_by=["attributes.run_name"])
    assert names(found) == ["elsewhere", "r0", "r1", "r2", "r3", "r4"]


def test_a_search_finds_runs_by_dataset(client, experiment, runs):
    dataset = mlflow.data.from_pandas(pandas.DataFrame({"a": [1, 2]}), name="numbers")
    with mlflow.start_run(run_id=runs[2]):
        mlflow.log_input(dataset, context="training")
    assert names(client.search_runs([experiment], "dataset.name = 'numbers' AND dataset.context = 'training'")) == ["r2"]
    assert names(client.search_runs([experiment], "dataset.context = 'eval'")) == []


@pytest.mark.parametrize(
    "filter_string",
    ["params.model = forest", "metrics.loss > 'a'", "foo.bar = 'x'", "attributes.nothing = 'x'", "params.model >", "metrics.loss"],
)
def test_a_bad_filter_is_refused_at_once(client, experiment, filter_string, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.search_runs([experiment], filter_string)


def test_experiments_are_searched(client, unique):
    ids = {
        name: client.create_experiment(f"{unique}-{name}", tags={"team": team})
        for name, team in [("a", "vision"), ("b", "speech"), ("c", "vision")]
    }
    client.delete_experiment(ids["c"])
    mine = f"name LIKE '{unique}-%'"

    def found(filter_string, **arguments):
        return [experiment.name[-1] for experiment in client.search_experiments(filter_string=filter_string, **arguments)]

    assert found(mine) == ["b", "a"]
    assert found(mine, order_by=["name ASC"]) == ["a", "b"]
    assert found(f"{mine} AND tags.team = 'vision'", view_type=ViewType.ALL, order_by=["name"]) == ["a", "c"]
    assert found(mine, view_type=ViewType.DELETED_ONLY) == ["c"]
    assert found(f"{mine} AND name ILIKE '%A'") == ["a"]
    first = client.search_experiments(filter_string=mine, max_results=1)
    second = client.search_experiments(filter_string=mine, max_results=1, page_token=first.token)
    assert [first[0].name[-1], second[0].name[-1]] == ["b", "a"]
    assert not second.token
