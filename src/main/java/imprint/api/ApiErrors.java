package imprint.api;

import imprint.failure.Failure;
import imprint.http.ErrorShape;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** The errors of {@code /api/v1}: problem documents. */
@ApplicationScoped
class ApiErrors implements ErrorShape {
  @Override
  public String pathPrefix() {
    return "/api/v1/";
  }

  @Override
  public Response failure(Failure failure) {
    return switch (failure) {
      case Failure.Invalid f -> problem(400, "invalid", "A value breaks a rule", f, f.field());
      case Failure.Refused f -> problem(409, "refused", "The state does not allow this", f, null);
      case Failure.Taken f -> problem(409, "taken", "The name is in use", f, null);
      case Failure.Missing f -> problem(404, "missing", "There is no such thing", f, null);
      case Failure.Withdrawn f -> problem(410, "withdrawn", "It was withdrawn", f, null);
      case Failure.Forbidden f -> problem(403, "forbidden", "The caller may not do this", f, null);
      case Failure.Unauthenticated f ->
          problem(401, "unauthenticated", "Who is asking is not known", f, null);
      case Failure.TooOften f -> problem(429, "too-often", "Too many attempts", f, null);
      case Failure.InProgress f -> problem(409, "in-progress", "The first is at work", f, null);
      case Failure.KeyReused f ->
          problem(422, "key-reused", "The key was sent with another request", f, null);
      case Failure.TooLarge f -> problem(413, "too-large", "A limit is exceeded", f, null);
      case Failure.Unsupported f -> problem(501, "unsupported", "This is not offered", f, null);
      case Failure.Unavailable f -> problem(503, "unavailable", "Try again later", f, null);
      case Failure.DataLoss f -> problem(500, "data-loss", "Stored bytes have changed", f, null);
    };
  }

  @Override
  public Response refused(int status) {
    return new Problem(
            "malformed", "The request is malformed", status, "It could not be read.", null)
        .answer();
  }

  @Override
  public Response defect() {
    return new Problem(
            "internal", "The server failed", 500, "Its log tells why, by the request's id.", null)
        .answer();
  }

  private static Response problem(
      int status,
      String type,
      String title,
      Failure failure,
      @org.jspecify.annotations.Nullable String field) {
    return new Problem(type, title, status, failure.text(), field).answer();
  }
}
