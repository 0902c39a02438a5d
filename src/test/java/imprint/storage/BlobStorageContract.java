package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link BlobStorage} promises, asked of an implementation. */
abstract class BlobStorageContract {
  /** An empty storage, or one whose other keys do no harm. */
  abstract BlobStorage storage() throws Exception;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 5_000_003})
  void bytesAreReadAsTheyWereWritten(int size) throws Exception {
    BlobStorage storage = storage();
    byte[] bytes = bytes(size);
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes));
    assertArrayEquals(bytes, read(storage, key, 0, size));
  }

  @Test
  void aPartIsReadFromItsOffset() throws Exception {
    BlobStorage storage = storage();
    byte[] bytes = bytes(300_000);
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes));
    assertArrayEquals(
        Arrays.copyOfRange(bytes, 199_999, 250_000), read(storage, key, 199_999, 50_001));
    assertArrayEquals(Arrays.copyOfRange(bytes, 299_999, 300_000), read(storage, key, 299_999, 1));
  }

  @Test
  void theNameStaysTheSame() throws Exception {
    assertEquals(storage().name(), storage().name());
  }

  @Test
  void anUnknownKeyIsDataLoss() throws Exception {
    BlobStorage storage = storage();
    assertThrows(Failure.DataLoss.class, () -> storage.read(UUID.randomUUID(), 0, 0));
  }

  @Test
  void aKeyWithFewerBytesThanExpectedIsDataLoss() throws Exception {
    BlobStorage storage = storage();
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(10)));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 11).readAllBytes());
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 8, 3).readAllBytes());
  }

  @Test
  void aBodyThatFailsLeavesNothingAndItsFailureIsThrownOn() throws Exception {
    BlobStorage storage = storage();
    UUID key = UUID.randomUUID();
    Failure.Invalid cut = new Failure.Invalid("body", "cut off");
    Failure thrown =
        assertThrows(Failure.class, () -> storage.write(key, new FailingBody(bytes(400_000), cut)));
    assertSame(cut, thrown);
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
  }

  @Test
  void deletingTwiceIsNoError() throws Exception {
    BlobStorage storage = storage();
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(10)));
    storage.delete(key);
    storage.delete(key);
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 10));
  }

  @Test
  void whatIsBeingReadIsReadWholeOrFailsWhenItIsDeleted() throws Exception {
    BlobStorage storage = storage();
    byte[] bytes = bytes(3_000_000);
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes));
    try (InputStream reading = storage.read(key, 0, bytes.length)) {
      byte[] begin = reading.readNBytes(1000);
      storage.delete(key);
      byte[] rest;
      try {
        rest = reading.readNBytes(bytes.length - 1000);
      } catch (IOException told) {
        return;
      }
      assertArrayEquals(Arrays.copyOfRange(bytes, 0, 1000), begin);
      assertArrayEquals(Arrays.copyOfRange(bytes, 1000, bytes.length), rest);
    }
  }

  @Test
  void manyWriteAtOnce() throws Exception {
    BlobStorage storage = storage();
    List<Callable<Boolean>> uploads =
        IntStream.range(0, 40)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      byte[] bytes = bytes(50_000 + i);
                      UUID key = UUID.randomUUID();
                      storage.write(key, new ByteArrayInputStream(bytes));
                      return Arrays.equals(bytes, read(storage, key, 0, bytes.length));
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> upload : threads.invokeAll(uploads)) {
        assertEquals(true, upload.get());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 128 * 1024, 20_000_000})
  void aDocumentIsReplacedAndLiesBesideTheBytes(int size) throws Exception {
    BlobStorage storage = storage();
    Documents documents = storage.documents();
    DocumentKey key = new DocumentKey("candidates", UUID.randomUUID().toString().replace("-", ""));
    assertTrue(documents.size(key).isEmpty());
    assertThrows(Failure.DataLoss.class, () -> documents.read(key));
    documents.replace(key, new ByteArrayInputStream(bytes(11)));
    documents.replace(key, new ByteArrayInputStream(bytes(size)));
    try (InputStream in = documents.read(key)) {
      assertArrayEquals(bytes(size), in.readAllBytes());
    }
    assertEquals(size, documents.size(key).orElseThrow());
    try (Stream<StoredDocument> all = documents.list();
        Stream<StoredBlob> blobs = storage.list()) {
      List<StoredDocument> found = all.filter(one -> one.key().equals(key)).toList();
      assertEquals(List.of((long) size), found.stream().map(StoredDocument::size).toList());
      assertTrue(
          blobs.noneMatch(blob -> key.name().equals(blob.key().toString().replace("-", ""))));
    }
    documents.delete(key);
    documents.delete(key);
    assertTrue(documents.size(key).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 400_000})
  void aDocumentThatFailsLeavesTheOldOne(int size) throws Exception {
    Documents documents = storage().documents();
    DocumentKey key = new DocumentKey("versions", UUID.randomUUID().toString().replace("-", ""));
    documents.replace(key, new ByteArrayInputStream(bytes(11)));
    Failure.Invalid cut = new Failure.Invalid("body", "cut off");
    assertThrows(Failure.class, () -> documents.replace(key, new FailingBody(bytes(size), cut)));
    try (InputStream in = documents.read(key)) {
      assertArrayEquals(bytes(11), in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "Candidates", "a/b", "a.b"})
  void noTextOfACallerIsTheKeyOfADocument(String text) {
    String name = UUID.randomUUID().toString().replace("-", "");
    assertThrows(IllegalArgumentException.class, () -> new DocumentKey(text, name));
    assertThrows(IllegalArgumentException.class, () -> new DocumentKey("candidates", text));
  }

  static byte[] read(BlobStorage storage, UUID key, long offset, long length) throws IOException {
    try (InputStream in = storage.read(key, offset, length)) {
      return in.readNBytes((int) length);
    }
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Gives some bytes and then fails, as the body of a client that went away does. */
  static final class FailingBody extends InputStream {
    private final InputStream bytes;
    private final Failure failure;

    FailingBody(byte[] bytes, Failure failure) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = bytes.read(buffer, offset, length);
      if (count < 0) {
        throw failure;
      }
      return count;
    }
  }
}
