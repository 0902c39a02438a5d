package imprint.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The attestation in archives of versions. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class SignedArchiveTest {
  private PromotionServer server;

  @BeforeEach
  void aModel() {
    server = new PromotionServer();
  }

  @Test
  void theAttestationComesLast() throws IOException {
    server.promote(server.run(0.9)).then().statusCode(201);
    Map<String, String> files = archive();
    assertEquals("model.sig", files.keySet().stream().toList().getLast());
    assertTrue(files.getOrDefault("model.sig", "").contains("dsseEnvelope"));
  }

  @Test
  void aFileOfTheVersionKeepsItsName() throws IOException {
    String run = server.run(0.9);
    server.upload(run, "model/model.sig", "its own");
    server.promote(run).then().statusCode(201);
    assertEquals("its own", archive().get("model.sig"));
  }

  /** The files of the first version by name; each name once. */
  private Map<String, String> archive() throws IOException {
    byte[] bytes =
        server
            .get(server.of("/versions/1.0.0/archive?format=tar"))
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    Map<String, String> files = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          String content = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
          assertNull(files.put(entry.getName(), content), entry.getName());
        }
      }
    }
    return files;
  }
}
