package imprint.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code storage}. */
@Entity
@Table(name = "storage")
class StorageEntity {
  static final String FOLDER = "folder";
  static final String S3 = "s3";

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(nullable = false, updatable = false)
  String name = "";

  @Column(nullable = false, updatable = false)
  String kind = FOLDER;

  @Nullable String folder;
  @Nullable String endpoint;
  @Nullable String region;
  @Nullable String bucket;

  @Column(nullable = false)
  String prefix = "";

  @Column(name = "access_key")
  @Nullable String accessKey;

  @Column(name = "secret_key")
  byte @Nullable [] secretKey;

  @Column(name = "allow_http", nullable = false)
  boolean allowHttp;

  @Column(nullable = false)
  boolean direct = true;

  @Column(name = "is_default", nullable = false)
  boolean isDefault;

  @Column(nullable = false)
  boolean configured;

  @Column(name = "checked_at")
  @Nullable Instant checkedAt;

  @Column(name = "check_error")
  @Nullable String checkError;

  @Column(name = "created_at", insertable = false, updatable = false)
  @Nullable Instant createdAt;
}
