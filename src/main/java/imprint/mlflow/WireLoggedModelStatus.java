package imprint.mlflow;

import imprint.mlflow.json.WireEnums;
import imprint.tracking.LoggedModelStatus;

/** MLflow's {@code LoggedModelStatus} with its protobuf numbers. */
enum WireLoggedModelStatus implements WireEnums.Numbered {
  LOGGED_MODEL_STATUS_UNSPECIFIED(0, LoggedModelStatus.UNSPECIFIED),
  LOGGED_MODEL_PENDING(1, LoggedModelStatus.PENDING),
  LOGGED_MODEL_READY(2, LoggedModelStatus.READY),
  LOGGED_MODEL_UPLOAD_FAILED(3, LoggedModelStatus.UPLOAD_FAILED);

  private final int number;
  private final LoggedModelStatus domain;

  WireLoggedModelStatus(int number, LoggedModelStatus domain) {
    this.number = number;
    this.domain = domain;
  }

  @Override
  public int number() {
    return number;
  }

  LoggedModelStatus toDomain() {
    return domain;
  }

  static WireLoggedModelStatus of(LoggedModelStatus status) {
    return switch (status) {
      case UNSPECIFIED -> LOGGED_MODEL_STATUS_UNSPECIFIED;
      case PENDING -> LOGGED_MODEL_PENDING;
      case READY -> LOGGED_MODEL_READY;
      case UPLOAD_FAILED -> LOGGED_MODEL_UPLOAD_FAILED;
    };
  }
}
