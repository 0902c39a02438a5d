package imprint.mlflow;

import imprint.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what endpoints throw into answers. */
public class Errors {
  private static final Logger LOG = Logger.getLogger(Errors.class);
  private static final String RETRY_SECONDS = "2";

  /** A failure in MLflow's error shape. */
  @ServerExceptionMapper
  public Response failure(Failure failure) {
    ErrorBody.Answer answer = ErrorBody.of(failure);
    Response.ResponseBuilder response = json(answer.status(), answer.body());
    if (failure instanceof Failure.Unavailable) {
      LOG.warnf(
          "unavailable: %s", failure.getCause() == null ? failure.text() : failure.getCause());
      response.header("Retry-After", RETRY_SECONDS);
    }
    return response.build();
  }

  /**
   * An unknown path: MLflow's client takes a 404 that is not JSON as "this server does not know the
   * endpoint".
   */
  @ServerExceptionMapper
  public Response unknownPath(NotFoundException unknown) {
    return page(404, "Not Found", "The requested URL was not found on the server.");
  }

  /** A known path asked with another method. */
  @ServerExceptionMapper
  public Response wrongMethod(NotAllowedException wrong) {
    Response told =
        page(405, "Method Not Allowed", "The method is not allowed for the requested URL.");
    return Response.fromResponse(told)
        .header("Allow", wrong.getResponse().getHeaderString("Allow"))
        .build();
  }

  /** Whatever else the framework refuses keeps its status, in MLflow's error shape. */
  @ServerExceptionMapper
  public Response refused(WebApplicationException refused) {
    int status = refused.getResponse().getStatus();
    if (status >= 500) {
      return defect(refused, null);
    }
    return json(status, new ErrorBody("BAD_REQUEST", "The request could not be read.")).build();
  }

  /**
   * A defect of ours: logged whole, told without detail. When the caller has closed the connection
   * there is nobody to tell, and that it failed is no defect.
   */
  @ServerExceptionMapper
  public Response defect(
      Throwable defect, @org.jspecify.annotations.Nullable HttpServerRequest request) {
    if (request != null && request.response().closed()) {
      LOG.debugf("the caller of %s %s left: %s", request.method(), request.path(), defect);
    } else {
      LOG.errorf(
          defect,
          "defect while answering %s %s",
          request == null ? "" : request.method(),
          request == null ? "" : request.path());
    }
    return json(
            500, new ErrorBody("INTERNAL_ERROR", "The server failed to answer. Its log tells why."))
        .build();
  }

  private static Response.ResponseBuilder json(int status, ErrorBody body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }

  private static Response page(int status, String title, String text) {
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE)
        .entity(
            "<!doctype html>\n<title>"
                + status
                + " "
                + title
                + "</title>\n<h1>"
                + title
                + "</h1>\n<p>"
                + text
                + "</p>\n")
        .build();
  }
}
