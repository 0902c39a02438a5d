package imprint.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Expectation;
import imprint.failure.Failure;
import imprint.project.Projects;
import imprint.project.Scope;
import imprint.storage.PartStorage.Part;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads that nobody ended, as time passes. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ExpiredUploadsTest {
  private static final Expectation ONE_BYTE = new Expectation(OptionalLong.of(1), Map.of());

  @Inject Uploads uploads;
  @Inject SingleUploads singles;
  @Inject ExpiredUploads expired;
  @Inject Artifacts artifacts;
  @Inject Projects projects;
  @Inject DataSource database;

  private Scope scope;
  private ArtifactPath path;
  private Path parts;

  @BeforeEach
  void aPath() {
    scope = new Scope(projects.defaultProject(), "test");
    path = new ArtifactPath("expired/" + UUID.randomUUID());
    parts = ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs/parts");
  }

  @Test
  void whatExpiredIsFreedAfterAnHourAndWhatDidNotIsKept() throws Exception {
    Upload left = uploads.begin(scope, path, 1);
    String tag = write(left);
    Upload running = uploads.begin(scope, path, 1);
    write(running);
    Upload single = singles.begin(scope, path);
    setExpired(left.id(), "61 minutes");
    setExpired(single.id(), "61 minutes");
    setExpired(running.id(), "59 minutes");
    assertEquals(2, expired.sweep());
    assertEquals(0, expired.sweep());
    assertFalse(Files.exists(folder(left)));
    assertTrue(Files.exists(folder(running)));
    assertMissing(left, tag);
    assertThrows(
        Failure.Missing.class,
        () -> singles.receive(single.id(), new ByteArrayInputStream(new byte[1]), ONE_BYTE));
    setExpired(running.id(), "-1 minutes");
    uploads.complete(scope, path, running.id(), List.of(new Part(1, write(running))));
    assertEquals(1, artifacts.get(scope, path).blob().size());
  }

  @Test
  void whatExpiredIsOverAtOnce() throws Exception {
    Upload upload = uploads.begin(scope, path, 1);
    String tag = write(upload);
    setExpired(upload.id(), "1 second");
    assertMissing(upload, tag);
    assertThrows(Failure.Missing.class, () -> uploads.abort(scope, path, upload.id()));
    assertThrows(Failure.Missing.class, () -> write(upload));
    assertThrows(Failure.Missing.class, () -> artifacts.get(scope, path));
  }

  @Test
  void anotherProjectHasNotThisUpload() {
    Upload upload = uploads.begin(scope, path, 1);
    Part part = new Part(1, write(upload));
    Scope other = new Scope(scope.project() + 1, "test");
    assertThrows(
        Failure.Missing.class, () -> uploads.complete(other, path, upload.id(), List.of(part)));
    assertThrows(Failure.Missing.class, () -> uploads.abort(other, path, upload.id()));
    uploads.complete(scope, path, upload.id(), List.of(part));
  }

  @Test
  void moreThanABatchIsFreed() throws Exception {
    for (int i = 0; i < 45; i++) {
      setExpired(uploads.begin(scope, path, 1).id(), "2 hours");
    }
    assertEquals(45, expired.sweep());
  }

  private void assertMissing(Upload upload, String tag) {
    assertThrows(
        Failure.Missing.class,
        () -> uploads.complete(scope, path, upload.id(), List.of(new Part(1, tag))));
  }

  private String write(Upload upload) {
    return uploads.writePart(upload.id(), 1, new ByteArrayInputStream(new byte[1]), ONE_BYTE);
  }

  private Path folder(Upload upload) {
    return parts.resolve(upload.parts().orElseThrow().foreignId());
  }

  private void setExpired(UUID id, String ago) throws Exception {
    String sql = "update upload set expires_at = now() - cast(? as interval) where id = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, ago);
      statement.setObject(2, id);
      assertEquals(1, statement.executeUpdate());
    }
  }
}
