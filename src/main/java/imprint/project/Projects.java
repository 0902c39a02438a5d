package imprint.project;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The projects of this server. {@code default} exists from the first migration on. */
@ApplicationScoped
public class Projects {
  /** The name of the project of callers that name none. */
  public static final String DEFAULT = "default";

  private final ProjectRepository repository;
  private volatile @Nullable Long defaultProject;

  Projects(ProjectRepository repository) {
    this.repository = repository;
  }

  /**
   * The number of the project that callers act in when they name none. It never changes, so it is
   * read once.
   */
  public long defaultProject() {
    Long known = defaultProject;
    if (known == null) {
      known =
          QuarkusTransaction.joiningExisting()
              .call(() -> repository.findByName(DEFAULT))
              .map(project -> project.id)
              .orElseThrow(() -> new IllegalStateException("the project 'default' is missing"));
      defaultProject = known;
    }
    return known;
  }
}
