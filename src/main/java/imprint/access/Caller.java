package imprint.access;

import imprint.project.Scope;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * Who sends the current request. Filled by {@link PermissionFilter} before the endpoint runs, but
 * for endpoints that are open to everyone: those have no caller.
 */
@RequestScoped
public class Caller {
  private @Nullable Scope scope;
  private @Nullable Identity identity;

  /** The scope of the request; its actor is the caller's name. */
  public Scope scope() {
    return present(scope);
  }

  /** The caller's name, role and permissions. */
  public Identity identity() {
    return present(identity);
  }

  void admit(Identity admitted, long project) {
    this.identity = admitted;
    this.scope = new Scope(project, admitted.name());
  }

  private static <T> T present(@Nullable T admitted) {
    if (admitted == null) {
      throw new IllegalStateException("an endpoint ran without its permission being checked");
    }
    return admitted;
  }
}
