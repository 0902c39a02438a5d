package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
  @TempDir Path folder;

  @Test
  void allPlainFilesAreReadUnderTheirNames() throws Exception {
    for (String name : List.of("a/b", "a-b", ".hidden/c", "50% off", "é", "😀")) {
      write(name, "content of " + name);
    }
    Files.createDirectory(folder.resolve("empty"));
    FolderFiles found = FolderFiles.read(folder, List.of());
    assertEquals(List.of(), found.unreadable());
    assertEquals(
        List.of(".hidden/c", "50% off", "a/b", "a-b", "é", "😀"),
        found.files().stream().map(ManifestFile::name).sorted(ManifestFile.BY_NAME).toList());
    for (ManifestFile file : found.files()) {
      assertEquals(ManifestDigestTest.file(file.name(), "content of " + file.name()), file);
    }
  }

  @Test
  void whatIsIgnoredIsLeftOutWithAllBelowIt() throws Exception {
    write("kept", "");
    write("model.sig", "");
    write("model.sig2", "");
    write(".git/objects/aa", "");
    FolderFiles found =
        FolderFiles.read(
            folder, List.of(Path.of(".git"), folder.toRealPath().resolve("model.sig")));
    assertEquals(
        List.of("kept", "model.sig2"),
        found.files().stream().map(ManifestFile::name).sorted().toList());
  }

  @Test
  void nothingIsFollowed() throws Exception {
    write("file", "content");
    Files.createDirectory(folder.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(folder.resolve("folder/up"), Path.of(".."));
    FolderFiles found = FolderFiles.read(folder, List.of());
    assertEquals(List.of("file"), found.files().stream().map(ManifestFile::name).toList());
    assertEquals(
        List.of("folder/up", "link"),
        found.unreadable().stream().map(Difference::name).sorted().toList());
  }

  @Test
  void aFolderThatIsNotThereIsNoEmptyOne() {
    assertThrows(
        NoSuchFileException.class, () -> FolderFiles.read(folder.resolve("none"), List.of()));
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
