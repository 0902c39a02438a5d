package imprint.mlflow;

import imprint.failure.Failure;

/**
 * MLflow's error body and the HTTP status that goes with it. Clients read {@code error_code} and
 * {@code message}. MLflow answers some mistakes of callers with 500, which its own client then
 * repeats for minutes; none does here.
 */
record ErrorBody(String errorCode, String message) {
  /** The body and status of one failure. */
  record Answer(int status, ErrorBody body) {
    private Answer(int status, String code, Failure failure) {
      this(status, new ErrorBody(code, failure.text()));
    }
  }

  static Answer of(Failure failure) {
    return switch (failure) {
      case Failure.Invalid f -> new Answer(400, "INVALID_PARAMETER_VALUE", f);
      case Failure.Refused f -> new Answer(400, "INVALID_PARAMETER_VALUE", f);
      case Failure.Taken f -> new Answer(400, "RESOURCE_ALREADY_EXISTS", f);
      case Failure.Missing f -> new Answer(404, "RESOURCE_DOES_NOT_EXIST", f);
      case Failure.Withdrawn f -> new Answer(404, "RESOURCE_DOES_NOT_EXIST", f);
      case Failure.Forbidden f -> new Answer(403, "PERMISSION_DENIED", f);
      case Failure.Unauthenticated f -> new Answer(401, "UNAUTHENTICATED", f);
      case Failure.TooOften f -> new Answer(429, "REQUEST_LIMIT_EXCEEDED", f);
      case Failure.InProgress f -> new Answer(409, "RESOURCE_CONFLICT", f);
      case Failure.KeyReused f -> new Answer(422, "INVALID_PARAMETER_VALUE", f);
      case Failure.TooLarge f -> new Answer(413, "INVALID_PARAMETER_VALUE", f);
      case Failure.Unsupported f -> new Answer(501, "NOT_IMPLEMENTED", f);
      case Failure.Unavailable f -> new Answer(503, "TEMPORARILY_UNAVAILABLE", f);
      case Failure.DataLoss f -> new Answer(500, "DATA_LOSS", f);
    };
  }
}
