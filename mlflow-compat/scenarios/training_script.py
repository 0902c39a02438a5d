"""A training as a data scientist writes it; nothing in it names a server.

Usage: training_script.py EXPERIMENT_NAME. Prints the id of its parent run.
"""

import sys

import mlflow
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

mlflow.set_experiment(sys.argv[1])
mlflow.sklearn.autolog(silent=True)
features, target = load_iris(return_X_y=True, as_frame=True)
train, held_out, train_target, held_out_target = train_test_split(features, target, random_state=7)
with mlflow.start_run(run_name="comparison", description="the same on both servers") as parent:
    mlflow.set_tag("team", "vision 🦉")
    mlflow.log_params({"split": 0.25, "seed": 7})
    for depth in (2, 4):
        with mlflow.start_run(run_name=f"depth {depth}", nested=True):
            model = RandomForestClassifier(n_estimators=4, max_depth=depth, random_state=7).fit(train, train_target)
            mlflow.log_metric("held_out_accuracy", model.score(held_out, held_out_target), step=depth)
    for step in range(20):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_metric("undefined", float("nan"))
    mlflow.log_dict({"classes": ["setosa", "versicolor", "virginica"]}, "classes.json")
print(parent.info.run_id)
