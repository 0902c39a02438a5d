package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import imprint.failure.Failure;
import imprint.sql.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class AttestationsTest {
  @Inject Attestations attestations;
  @Inject SigningKeys keys;
  @Inject SigningKeyStore store;
  @Inject Database database;

  private final Statement statement =
      Statement.of(
          "iris-1.4.2",
          List.of(ManifestDigestTest.file("MLmodel", "flavors")),
          new ObjectMapper().createObjectNode().put("model", "iris"));

  @Test
  void whatWasSignedIsKeptByteForByteAndVerifiedByARecordedKey() throws SQLException {
    long version = version();
    assertEquals(Optional.empty(), attestations.find(version));
    SignedBundle signed = attestations.sign(version, statement);
    SignedBundle found = attestations.find(version).orElseThrow();
    assertArrayEquals(signed.json(), found.json());
    List<VerificationKey> recorded = VerificationKey.read(keys.get(found.keyId()).pem());
    assertEquals(statement, new BundleVerifier(recorded).open(found));
  }

  @Test
  void aVersionIsSignedOnce() throws SQLException {
    long version = version();
    byte[] first = attestations.sign(version, statement).json();
    assertThrows(Failure.Refused.class, () -> attestations.sign(version, statement));
    assertArrayEquals(first, attestations.find(version).orElseThrow().json());
  }

  @Test
  void anAttestationIsUndoneWithItsTransactionAndTheKeyStays() throws SQLException {
    long version = version();
    VerificationKey fresh = SigningKey.random().verification();
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(
                () -> {
                  store.keep(fresh);
                  attestations.sign(version, statement);
                  throw new IllegalStateException("undone");
                }));
    assertEquals(Optional.empty(), attestations.find(version));
    assertEquals(fresh.pem(), keys.get(fresh.id()).pem());
  }

  @Test
  void keysThatSignNoMoreStay() {
    VerificationKey old = SigningKey.random().verification();
    store.keep(old);
    store.keep(old);
    List<RecordedKey> all = keys.list();
    assertEquals(1, all.stream().filter(key -> key.id().equals(old.id())).count());
    assertEquals(
        List.of(keys.current().verification().id()),
        all.stream().filter(RecordedKey::isCurrent).map(RecordedKey::id).toList());
    assertTrue(all.size() > 1);
  }

  @Test
  void theKeyIsMadeAtTheFirstStart() {
    Path data = ConfigProvider.getConfig().getValue("imprint.data", Path.class);
    assertTrue(Files.exists(data.resolve("secret/signing-key.pem")));
  }

  private static long version() throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        ResultSet made =
            connection
                .createStatement()
                .executeQuery(
                    """
                    with m as (
                      insert into model (project_id, name, owner, creation_time, last_update_time)
                      select id, '%s', 'me', 0, 0 from project limit 1 returning id, project_id
                    )
                    insert into model_version (model_id, project_id, number, semver, semver_order,
                      pre_release, bump, bump_reason, state, source, user_id, creation_time,
                      last_update_time)
                    select id, project_id, 1, '1.0.0', '1', false, 'major', '', 'approved', 's',
                      'me', 0, 0 from m
                    returning id
                    """
                        .formatted(UUID.randomUUID()))) {
      made.next();
      return made.getLong(1);
    }
  }
}
