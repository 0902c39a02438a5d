"""Five small trainings, logged by MLflow's autologging, then found again through search.

    python train.py [tracking URI, default http://127.0.0.1:5000]
"""

import sys

import mlflow
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def train(strengths, x_train, x_test, y_train, y_test):
    """Logs one run for each strength of regularisation."""
    for strength in strengths:
        with mlflow.start_run(run_name=f"C={strength}"):
            model = LogisticRegression(C=strength, max_iter=500).fit(x_train, y_train)
            mlflow.log_metric("test_accuracy", model.score(x_test, y_test))


def main():
    mlflow.set_tracking_uri(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000")
    mlflow.set_experiment("iris-tour")
    mlflow.sklearn.autolog(log_models=True, silent=True)
    x, y = load_iris(return_X_y=True, as_frame=True)
    train([0.01, 0.1, 1.0, 10.0, 100.0], *train_test_split(x, y, random_state=0))

    found = mlflow.search_runs(
        experiment_names=["iris-tour"],
        filter_string="metrics.test_accuracy > 0.9 and params.max_iter = '500'",
        order_by=["metrics.test_accuracy DESC", "params.C ASC"],
    )
    if found.empty:
        sys.exit("no run was found")
    columns = ["run_id", "tags.mlflow.runName", "params.C", "metrics.test_accuracy"]
    print(found[columns].to_string(index=False))

    best = found.iloc[0].run_id
    model = mlflow.pyfunc.load_model(f"runs:/{best}/model")
    print("the best run is", best, "and predicts", model.predict(x.head(3)).tolist())


if __name__ == "__main__":
    main()
