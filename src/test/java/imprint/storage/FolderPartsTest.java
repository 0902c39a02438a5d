package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import imprint.storage.PartStorage.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderPartsTest {
  @TempDir Path data;

  private FolderStorage storage;
  private PartStorage parts;
  private UUID key;
  private String id;

  @BeforeEach
  void anUpload() {
    storage = new FolderStorage("local", data);
    parts = storage.parts();
    key = UUID.randomUUID();
    id = parts.begin(key);
  }

  private Part write(int number, byte[] bytes) {
    String tag = parts.writePart(key, id, number, new ByteArrayInputStream(bytes), bytes.length);
    return new Part(number, tag);
  }

  @Test
  void partsWrittenAtOnceInAnyOrderBecomeTheWhole() throws Exception {
    List<byte[]> bytes = IntStream.range(0, 24).mapToObj(i -> bytes(200_000 + i, i)).toList();
    List<Callable<Part>> writes = new ArrayList<>();
    for (int i = 0; i < bytes.size(); i++) {
      int number = i + 1;
      writes.add(() -> write(number, bytes.get(number - 1)));
    }
    Collections.shuffle(writes, new Random(7));
    List<Part> written = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Part> part : threads.invokeAll(writes)) {
        written.add(part.get());
      }
    }
    written.sort(Comparator.comparingInt(Part::number));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    bytes.forEach(whole::writeBytes);
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
    assertEquals(whole.size(), parts.complete(key, id, written));
    assertArrayEquals(whole.toByteArray(), BlobStorageContract.read(storage, key, 0, whole.size()));
    assertEquals(List.of(), left());
  }

  @Test
  void completingAgainAnswersTheSame() throws Exception {
    List<Part> written = List.of(write(1, bytes(10, 1)), write(2, new byte[0]));
    assertEquals(10, parts.complete(key, id, written));
    assertEquals(10, parts.complete(key, id, written));
    assertEquals(10, new FolderStorage("local", data).parts().complete(key, id, written));
  }

  @Test
  void aPartIsReplacedByALaterOneOfItsNumber() throws Exception {
    Part first = write(1, bytes(10, 1));
    Part second = write(1, bytes(20, 2));
    assertThrows(Failure.Invalid.class, () -> parts.complete(key, id, List.of(first)));
    assertEquals(20, parts.complete(key, id, List.of(second)));
    assertArrayEquals(bytes(20, 2), BlobStorageContract.read(storage, key, 0, 20));
  }

  @Test
  void aMissingPartOrAnotherTagIsRefusedAndNothingIsLost() {
    Part first = write(1, bytes(10, 1));
    Part second = write(2, bytes(10, 2));
    Failure.Invalid missing =
        assertThrows(
            Failure.Invalid.class,
            () -> parts.complete(key, id, List.of(first, second, new Part(3, first.tag()))));
    assertEquals("Part 3 was not uploaded.", missing.text());
    assertThrows(
        Failure.Invalid.class,
        () -> parts.complete(key, id, List.of(first, new Part(2, first.tag()))));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
    assertEquals(20, parts.complete(key, id, List.of(first, second)));
  }

  @Test
  void aBodyThatFailsLeavesNoPartAndItsFailureIsThrownOn() {
    Failure.Invalid cut = new Failure.Invalid("body", "cut off");
    InputStream body = new BlobStorageContract.FailingBody(bytes(300_000, 1), cut);
    assertSame(cut, assertThrows(Failure.class, () -> parts.writePart(key, id, 1, body, 400_000)));
    assertThrows(Failure.Invalid.class, () -> parts.complete(key, id, List.of(new Part(1, "x"))));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 11})
  void aBodyOfAnotherSizeIsRefused(long size) {
    assertThrows(
        Failure.Invalid.class,
        () -> parts.writePart(key, id, 1, new ByteArrayInputStream(bytes(10, 1)), size));
  }

  @Test
  void whatWasAbortedTakesNoPartsAndKeepsNone() throws Exception {
    Part first = write(1, bytes(10, 1));
    parts.abort(key, id);
    parts.abort(key, id);
    assertThrows(Failure.Missing.class, () -> write(1, bytes(10, 1)));
    assertThrows(Failure.Invalid.class, () -> parts.complete(key, id, List.of(first)));
    assertEquals(List.of(), left());
  }

  @Test
  void aPartThatIsBeingWrittenComesToNothingWhenItsUploadIsAborted() throws Exception {
    InputStream body =
        new InputStream() {
          private int given;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (given == 1) {
              parts.abort(key, id);
            }
            return given++ < 3 ? length : -1;
          }
        };
    assertThrows(
        Failure.Missing.class, () -> parts.writePart(key, id, 1, body, 3L * FileWriter.PIECE));
    assertEquals(List.of(), left());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../staging", "x", "/etc"})
  void anIdThatIsNotOneOfOursIsNoUpload(String other) {
    assertThrows(Failure.Missing.class, () -> parts.abort(key, other));
    assertThrows(
        Failure.Missing.class,
        () -> parts.writePart(key, other, 1, new ByteArrayInputStream(new byte[1]), 1));
    assertThrows(
        Failure.Missing.class, () -> parts.complete(key, other, List.of(new Part(1, "x"))));
  }

  @Test
  void partsThatNobodyEndedAreRemovedAfterTwoDays() throws Exception {
    write(1, bytes(10, 1));
    Path old = data.resolve("parts").resolve(id);
    String young = parts.begin(UUID.randomUUID());
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(49))));
    assertEquals(0, new FolderStorage("local", data).list().count());
    assertEquals(List.of(data.resolve("parts").resolve(young)), left());
  }

  /** What lies in the folders of things that are on their way. */
  private List<Path> left() throws Exception {
    List<Path> left = new ArrayList<>();
    for (String folder : List.of("parts", "staging")) {
      try (Stream<Path> files = Files.list(data.resolve(folder))) {
        left.addAll(files.toList());
      }
    }
    return left;
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
