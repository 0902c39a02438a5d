package imprint.project;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code project}. */
@Entity
@Table(name = "project")
class ProjectEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(nullable = false)
  String name = "";

  @Column(nullable = false)
  String description = "";

  @Column(name = "created_at", insertable = false, updatable = false)
  @Nullable Instant createdAt;
}
