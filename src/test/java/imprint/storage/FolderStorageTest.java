package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStorageTest extends BlobStorageContract {
  @TempDir Path data;

  @Override
  BlobStorage storage() {
    return new FolderStorage("local", data.resolve("blobs"));
  }

  @Test
  void anotherProcessFindsWhatThisOneWrote() throws Exception {
    UUID key = UUID.randomUUID();
    storage().write(key, new ByteArrayInputStream(bytes(10)));
    assertEquals(10, read(storage(), key, 0, 10).length);
  }

  @Test
  void onlyTheOwnerOfTheProcessMayRead() throws Exception {
    storage().write(UUID.randomUUID(), new ByteArrayInputStream(bytes(10)));
    try (Stream<Path> all = Files.walk(data.resolve("blobs"))) {
      for (Path path : all.toList()) {
        String wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertEquals(
            wanted,
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path::toString);
      }
    }
  }

  @Test
  void nothingStaysStagedAfterSuccessOrFailure() throws Exception {
    BlobStorage storage = storage();
    storage.write(UUID.randomUUID(), new ByteArrayInputStream(bytes(10)));
    assertThrows(
        Failure.class,
        () ->
            storage.write(
                UUID.randomUUID(),
                new FailingBody(bytes(10), new Failure.Invalid("body", "cut off"))));
    assertEquals(List.of(), staged());
  }

  @Test
  void whatAnEndedProcessLeftIsRemovedAfterAnHour() throws Exception {
    storage();
    Path old =
        Files.createFile(data.resolve("blobs/staging").resolve(UUID.randomUUID().toString()));
    Path young =
        Files.createFile(data.resolve("blobs/staging").resolve(UUID.randomUUID().toString()));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    storage();
    assertEquals(List.of(young), staged());
  }

  @Test
  void aLinkInThePlaceOfABlobIsNotFollowed() throws Exception {
    BlobStorage storage = storage();
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(10)));
    Path secret = Files.write(data.resolve("secret"), bytes(10));
    Path blob =
        data.resolve("blobs").resolve(key.toString().substring(0, 2)).resolve(key.toString());
    assertTrue(Files.deleteIfExists(blob));
    Files.createSymbolicLink(blob, secret);
    assertThrows(Failure.class, () -> storage.read(key, 0, 10));
  }

  @Test
  void theDataFolderMayItselfBeALink() throws Exception {
    Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(data.resolve("link"), elsewhere);
    BlobStorage storage = new FolderStorage("local", link.resolve("blobs"));
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(10)));
    assertEquals(10, read(storage, key, 0, 10).length);
    assertFalse(Files.isSymbolicLink(elsewhere.resolve("blobs")));
  }

  @Test
  void aStorageThatCannotBeWrittenIsUnavailable() throws Exception {
    BlobStorage storage = storage();
    Files.delete(data.resolve("blobs/staging"));
    assertThrows(
        Failure.Unavailable.class,
        () -> storage.write(UUID.randomUUID(), new ByteArrayInputStream(bytes(10))));
  }

  private List<Path> staged() throws Exception {
    try (Stream<Path> files = Files.list(data.resolve("blobs/staging"))) {
      return files.toList();
    }
  }
}
