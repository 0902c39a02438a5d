package imprint.access;

import imprint.project.Scope;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sends the current request. Filled by {@link PermissionFilter} before the endpoint runs. */
@RequestScoped
public class Caller {
  private @Nullable Scope scope;

  /** The scope of the request. */
  public Scope scope() {
    if (scope == null) {
      throw new IllegalStateException("an endpoint ran without its permission being checked");
    }
    return scope;
  }

  void admit(Scope admitted) {
    this.scope = admitted;
  }
}
