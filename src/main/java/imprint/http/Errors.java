package imprint.http;

import imprint.failure.Failure;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what endpoints throw into answers, in the shape of the wire that was asked. */
public class Errors {
  private static final Logger LOG = Logger.getLogger(Errors.class);
  private static final String REALM = "realm=\"imprint\"";

  private final List<ErrorShape> shapes;

  Errors(@All List<ErrorShape> shapes) {
    this.shapes =
        shapes.stream()
            .sorted(Comparator.comparingInt((ErrorShape shape) -> -shape.pathPrefix().length()))
            .toList();
  }

  /** A failure, which its caller can act on. */
  @ServerExceptionMapper
  public Response failure(Failure failure, HttpServerRequest request) {
    if (failure instanceof Failure.Unavailable) {
      LOG.warnf(
          "unavailable: %s", failure.getCause() == null ? failure.text() : failure.getCause());
    }
    Response.ResponseBuilder answer = Response.fromResponse(of(request).failure(failure));
    failure.retryAfter().ifPresent(wait -> answer.header("Retry-After", wait.toSeconds()));
    if (failure instanceof Failure.Unauthenticated) {
      answer.header("WWW-Authenticate", "Basic " + REALM);
      answer.header("WWW-Authenticate", "Bearer " + REALM);
    }
    return answer.build();
  }

  /**
   * An unknown path: MLflow's client takes a 404 that is not JSON as "this server does not know the
   * endpoint", whatever the path.
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

  /** Whatever else the framework refuses keeps its status. */
  @ServerExceptionMapper
  public Response refused(WebApplicationException refused, HttpServerRequest request) {
    int status = refused.getResponse().getStatus();
    return status >= 500 ? defect(refused, request) : of(request).refused(status);
  }

  /**
   * A defect of ours: logged whole, told without detail. When the caller has closed the connection
   * there is nobody to tell, and that it failed is no defect.
   */
  @ServerExceptionMapper
  public Response defect(Throwable defect, HttpServerRequest request) {
    if (request.response().closed()) {
      LOG.debugf("the caller of %s %s left: %s", request.method(), request.path(), defect);
    } else {
      LOG.errorf(defect, "defect while answering %s %s", request.method(), request.path());
    }
    return of(request).defect();
  }

  private ErrorShape of(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    return shapes.stream()
        .filter(shape -> path.startsWith(shape.pathPrefix()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no wire answers errors of every path"));
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
