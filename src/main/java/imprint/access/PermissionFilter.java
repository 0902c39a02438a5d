package imprint.access;

import imprint.failure.Failure;
import imprint.project.Projects;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Decides each request on the endpoint that was matched, never on the text of its path, so that no
 * other spelling of a path can slip by. Until tokens exist there is one implicit user, who holds
 * every permission; the launcher binds to loopback only.
 */
public class PermissionFilter {
  private final Authentication authentication;
  private final Caller caller;
  private final Projects projects;

  PermissionFilter(Authentication authentication, Caller caller, Projects projects) {
    this.authentication = authentication;
    this.caller = caller;
    this.projects = projects;
  }

  /**
   * Admits the caller to the matched endpoint, or fails. An endpoint without {@link Needs} is
   * closed; one that is {@link Permission#PUBLIC} asks for nothing.
   */
  @ServerRequestFilter
  public void check(ResourceInfo endpoint, HttpServerRequest request) {
    Needs needs = endpoint.getResourceMethod().getAnnotation(Needs.class);
    if (needs == null) {
      throw new Failure.Forbidden("This endpoint names no permission and is closed.");
    }
    if (needs.value() == Permission.PUBLIC) {
      return;
    }
    Identity identity = authentication.of(request);
    identity.require(needs.value());
    caller.admit(identity, projects.defaultProject());
  }
}
