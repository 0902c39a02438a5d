package imprint.mlflow;

import imprint.failure.Failure;
import imprint.http.ErrorShape;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** MLflow's errors, and those of every path that is no other wire's. */
@ApplicationScoped
class MlflowErrors implements ErrorShape {
  @Override
  public String pathPrefix() {
    return "";
  }

  @Override
  public Response failure(Failure failure) {
    ErrorBody.Answer answer = ErrorBody.of(failure);
    return json(answer.status(), answer.body());
  }

  @Override
  public Response refused(int status) {
    return json(status, new ErrorBody("BAD_REQUEST", "The request could not be read."));
  }

  @Override
  public Response defect() {
    return json(
        500, new ErrorBody("INTERNAL_ERROR", "The server failed to answer. Its log tells why."));
  }

  private static Response json(int status, ErrorBody body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
  }
}
