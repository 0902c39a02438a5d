package imprint.api;

import imprint.failure.Failure;
import imprint.project.Projects;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Knows the project that a path names. Until there are others, that is {@code default}; it comes
 * after the check of permissions, so that strangers learn nothing of projects.
 */
public class ProjectFilter {
  private static final String BASE = "/api/v1/projects/";

  /** Fails when the path names a project that does not exist. */
  @ServerRequestFilter(priority = Priorities.USER + 1000)
  public void check(ContainerRequestContext context, HttpServerRequest request) {
    if (!String.valueOf(request.path()).startsWith(BASE)) {
      return;
    }
    String named = context.getUriInfo().getPathParameters().getFirst("project");
    if (!Projects.DEFAULT.equals(named)) {
      throw new Failure.Missing("There is no project '" + Failure.echo(named) + "'.");
    }
  }
}
