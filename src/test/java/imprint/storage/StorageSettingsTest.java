package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
  @Test
  void variablesOfTheEnvironmentAreEnough() {
    StorageSettings settings =
        settings(
            Map.of(
                "IMPRINT_STORAGES_MAIN_KIND", "s3",
                "IMPRINT_STORAGES_MAIN_ENDPOINT", "https://s3.example.org",
                "IMPRINT_STORAGES_MAIN_BUCKET", "models",
                "IMPRINT_STORAGES_MAIN_ACCESS_KEY", "AKIA",
                "IMPRINT_STORAGES_MAIN_SECRET_KEY", "secret",
                "IMPRINT_STORAGES_MAIN_ALLOW_HTTP", "true",
                "IMPRINT_STORAGES_ARCHIVE_KIND", "folder",
                "IMPRINT_STORAGES_ARCHIVE_FOLDER", "/srv/archive"));
    assertEquals(Set.of("main", "archive"), settings.byName().keySet());
    StorageSettings.Place main = Objects.requireNonNull(settings.byName().get("main"));
    assertEquals("s3", main.kind());
    assertEquals("https://s3.example.org", main.endpoint().orElseThrow());
    assertEquals("secret", main.secretKey().orElseThrow());
    assertEquals(true, main.allowHttp().orElseThrow());
    assertEquals(
        "/srv/archive",
        Objects.requireNonNull(settings.byName().get("archive")).folder().orElseThrow());
  }

  @Test
  void nothingIsConfiguredByDefault() {
    assertTrue(settings(Map.of()).byName().isEmpty());
  }

  @Test
  void aStorageWithoutKindIsRefused() {
    assertThrows(
        ConfigValidationException.class,
        () -> settings(Map.of("IMPRINT_STORAGES_MAIN_BUCKET", "models")));
  }

  private static StorageSettings settings(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withSources(new EnvConfigSource(environment, 300))
        .withMapping(StorageSettings.class)
        .build()
        .getConfigMapping(StorageSettings.class);
  }
}
