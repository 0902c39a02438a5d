package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void secondServerIsToldWhoHoldsTheFolder() {
    try (DataFolder first = DataFolder.open(temporary, "http://127.0.0.1:5000")) {
      Refusal refusal =
          assertThrows(Refusal.class, () -> DataFolder.open(first.root(), "http://127.0.0.1:1"));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
      assertTrue(message.contains("http://127.0.0.1:5000"), message);
    }
  }

  @Test
  void closedFolderCanBeOpenedAgain() {
    DataFolder.open(temporary, "first").close();
    DataFolder.open(temporary, "second").close();
  }

  @Test
  void folderAndSecretsBelongToTheOwnerAlone() throws IOException {
    Path folder = temporary.resolve("new").resolve("data");
    try (DataFolder data = DataFolder.open(folder, "here")) {
      data.secret("word");
      assertEquals("rwx------", permissions(folder));
      assertEquals("rwx------", permissions(folder.resolve("secret")));
      assertEquals("rw-------", permissions(folder.resolve("secret").resolve("word")));
    }
  }

  @Test
  void secretStaysTheSameAndDiffersFromOthers() {
    try (DataFolder data = DataFolder.open(temporary, "here")) {
      String word = data.secret("word");
      assertEquals(word, data.secret("word"));
      assertNotEquals(word, data.secret("other"));
      assertEquals(43, word.length());
    }
  }

  @Test
  void fileInPlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThrows(Refusal.class, () -> DataFolder.open(file, "here"));
    assertThrows(Refusal.class, () -> DataFolder.open(file.resolve("below"), "here"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
