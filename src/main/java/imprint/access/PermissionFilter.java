package imprint.access;

import imprint.failure.Failure;
import imprint.project.Projects;
import imprint.project.Scope;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Decides each request on the endpoint that was matched, never on the text of its path, so that no
 * other spelling of a path can slip by. Until tokens exist there is one implicit user, who holds
 * every permission; the launcher binds to loopback only.
 */
public class PermissionFilter {
  private static final String IMPLICIT_USER = "local";

  private final Caller caller;
  private final Projects projects;

  PermissionFilter(Caller caller, Projects projects) {
    this.caller = caller;
    this.projects = projects;
  }

  /**
   * Admits the caller to the matched endpoint, or fails. An endpoint without {@link Needs} is
   * closed.
   */
  @ServerRequestFilter
  public void check(ContainerRequestContext request, ResourceInfo endpoint) {
    if (endpoint.getResourceMethod().getAnnotation(Needs.class) == null) {
      throw new Failure.Forbidden("This endpoint names no permission and is closed.");
    }
    caller.admit(new Scope(projects.defaultProject(), IMPLICIT_USER));
  }
}
