package imprint.mlflow;

import imprint.mlflow.json.WireEnums;
import imprint.tracking.RunStatus;

/** MLflow's {@code RunStatus} with its protobuf numbers. */
enum WireRunStatus implements WireEnums.Numbered {
  RUNNING(1, RunStatus.RUNNING),
  SCHEDULED(2, RunStatus.SCHEDULED),
  FINISHED(3, RunStatus.FINISHED),
  FAILED(4, RunStatus.FAILED),
  KILLED(5, RunStatus.KILLED);

  private final int number;
  private final RunStatus domain;

  WireRunStatus(int number, RunStatus domain) {
    this.number = number;
    this.domain = domain;
  }

  @Override
  public int number() {
    return number;
  }

  RunStatus toDomain() {
    return domain;
  }
}
