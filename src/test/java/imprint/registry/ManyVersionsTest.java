package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.project.Scope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model of 5,000 versions, every tenth of which is not approved. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ManyVersionsTest {
  private static final int VERSIONS = 5_000;
  private static final int ROUNDS = 500;

  @Inject References references;
  @Inject Models models;

  private final Scope scope = new Scope(1, "test");
  private String model;

  @BeforeEach
  void manyVersions() throws SQLException {
    model = "many-" + UUID.randomUUID();
    long id = models.create(scope, model, null, List.of()).id();
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into model_version
                  (model_id, project_id, number, semver, semver_order, pre_release, bump, bump_reason, state, source,
                   user_id, creation_time, last_update_time)
                values (?, 1, ?, ?, ?, false, 'given', '', ?, 's3://elsewhere', 'test', 0, 0)
                """)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < VERSIONS; i++) {
        SemanticVersion semver =
            new SemanticVersion("%d.%d.%d".formatted(i / 1000, i / 100 % 10, i % 100));
        insert.setLong(1, id);
        insert.setInt(2, i + 1);
        insert.setString(3, semver.text());
        insert.setString(4, semver.order());
        insert.setString(5, i % 10 == 9 ? "registered" : "approved");
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  @Test
  void aRangeIsResolvedByTheIndex() throws SQLException {
    List<VersionRange.Bounds> bounds = VersionRange.of("^1.2").orElseThrow().bounds();
    String statement =
        ReferenceStore.IN_RANGE
            .replace(":project", "1")
            .replace(":model", "'" + model + "'")
            .replace(":froms", "array['" + bounds.getFirst().from() + "']")
            .replace(":tos", "array['" + bounds.getFirst().to() + "']")
            .replace(":pres", "array[false]");
    StringBuilder plan = new StringBuilder();
    try (Connection connection = PostgresForTests.connect();
        Statement explain = connection.createStatement()) {
      explain.execute("analyze model_version");
      ResultSet lines = explain.executeQuery("explain (analyze, buffers) " + statement);
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
    }
    assertTrue(plan.toString().contains("model_version_approved"), plan::toString);
    assertFalse(plan.toString().contains("Seq Scan on model_version "), plan::toString);
    Reference range = Reference.parse("ref", "^1.2");
    assertEquals("1.9.98", references.resolve(scope, model, range).semver().text());
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      assertEquals(1999, references.resolve(scope, model, range).number());
    }
    System.out.printf(
        "resolve ^1.2 among %d versions: %.3f ms%n",
        VERSIONS, (System.nanoTime() - begin) / 1e6 / ROUNDS);
  }
}
