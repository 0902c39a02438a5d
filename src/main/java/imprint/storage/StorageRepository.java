package imprint.storage;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Rows of {@code storage}. */
@ApplicationScoped
class StorageRepository implements PanacheRepository<StorageEntity> {
  Optional<StorageEntity> findByName(String name) {
    return find("name", name).firstResultOptional();
  }

  Optional<StorageEntity> findDefault() {
    return find("isDefault", true).firstResultOptional();
  }
}
