package imprint.project;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Rows of {@code project}. */
@ApplicationScoped
class ProjectRepository implements PanacheRepository<ProjectEntity> {
  Optional<ProjectEntity> findByName(String name) {
    return find("name", name).firstResultOptional();
  }
}
