package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
  @Test
  void knowsTheNewestMigration() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      String newest =
          files
              .map(file -> file.getFileName().toString())
              .max(
                  Comparator.comparingInt(
                      name -> Integer.parseInt(name.substring(1, name.indexOf("__")))))
              .orElseThrow();
      assertEquals(newest, DatabaseCheck.NEWEST_MIGRATION);
    }
  }
}
