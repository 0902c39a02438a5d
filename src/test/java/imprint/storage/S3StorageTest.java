package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3StorageTest extends BlobStorageContract {
  private static final int PART = 16 * 1024 * 1024;

  @TempDir Path spool;

  private final String prefix = "storage/" + UUID.randomUUID() + "/";

  @Override
  S3Storage storage() throws Exception {
    return new S3Storage("bucket", S3Server.place(prefix), S3Limits.USUAL, true, spool);
  }

  @ParameterizedTest
  @ValueSource(ints = {PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 5})
  void longBodiesGoInParts(int size) throws Exception {
    bytesAreReadAsTheyWereWritten(size);
    assertEquals(0, waiting());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 400_000, PART + 10, 3 * PART})
  void aBodyThatFailsLeavesNeitherBytesNorPartsBehind(int size) throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    Failure.Invalid cut = new Failure.Invalid("body", "cut off");
    assertSame(
        cut,
        assertThrows(Failure.class, () -> storage.write(key, new FailingBody(bytes(size), cut))));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
    assertEquals(List.of(), uploads(storage));
    assertEquals(0, waiting());
  }

  @Test
  void everythingIsListedAndWhatIsNotOursIsNot() throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(11)));
    UUID waiting = UUID.randomUUID();
    put(storage.direct().orElseThrow().upload(waiting, Duration.ofMinutes(1)), bytes(5));
    try (Stream<StoredBlob> all = storage.list()) {
      List<StoredBlob> found = all.toList();
      assertEquals(List.of(key), found.stream().map(StoredBlob::key).toList());
      assertEquals(11, found.getFirst().size());
    }
  }

  @Test
  void whatUploadsLeaveBehindIsListedAndFreed() throws Exception {
    S3Storage storage = storage();
    UUID put = UUID.randomUUID();
    put(storage.direct().orElseThrow().upload(put, Duration.ofMinutes(1)), bytes(5));
    UUID begun = UUID.randomUUID();
    String empty = storage.parts().begin(begun);
    UUID sent = UUID.randomUUID();
    String id = storage.parts().begin(sent);
    part(storage.parts(), sent, id, 1, bytes(6_000_000));
    part(storage.parts(), sent, id, 7, bytes(300));
    storage.write(UUID.randomUUID(), new ByteArrayInputStream(bytes(11)));

    Instant soon = Instant.now().plusSeconds(60);
    Instant before = Instant.now().minusSeconds(60);
    Leftovers leftovers = storage.leftovers();
    List<Leftover> bodies = all(leftovers.bodies(soon));
    List<Leftover> parts = all(leftovers.parts(soon));
    assertEquals(
        List.of(new Leftover(Leftover.Kind.BODY, put, prefix + "incoming/" + put, 5)), bodies);
    assertEquals(
        Set.of(
            new Leftover(Leftover.Kind.PARTS, begun, empty, 0),
            new Leftover(Leftover.Kind.PARTS, sent, id, 6_000_300)),
        Set.copyOf(parts));
    assertEquals(List.of(), all(leftovers.bodies(before)));
    assertEquals(List.of(), all(leftovers.parts(before)));

    Stream.of(bodies, parts, parts).flatMap(List::stream).forEach(leftovers::free);
    assertEquals(List.of(), all(leftovers.bodies(soon)));
    assertEquals(List.of(), all(leftovers.parts(soon)));
    assertEquals(1, all(storage.list()).size());
  }

  private static <T> List<T> all(Stream<T> found) {
    try (found) {
      return found.toList();
    }
  }

  @Test
  void partsMakeOneBlobAndAreHiddenUntilTheyAreComplete() throws Exception {
    S3Storage storage = storage();
    byte[] bytes = bytes(6_000_000);
    UUID key = UUID.randomUUID();
    PartStorage parts = storage.parts();
    String id = parts.begin(key);
    int cut = 5 * 1024 * 1024;
    String second = part(parts, key, id, 2, Arrays.copyOfRange(bytes, cut, bytes.length));
    part(parts, key, id, 1, bytes(cut));
    String first = part(parts, key, id, 1, Arrays.copyOf(bytes, cut));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
    List<PartStorage.Part> all =
        List.of(new PartStorage.Part(1, first), new PartStorage.Part(2, second));
    assertEquals(bytes.length, parts.complete(key, id, all));
    assertEquals(bytes.length, parts.complete(key, id, all));
    assertArrayEquals(bytes, read(storage, key, 0, bytes.length));
  }

  @Test
  void aPartOfAnotherTagOrAnUnknownUploadIsInvalid() throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    PartStorage parts = storage.parts();
    String id = parts.begin(key);
    part(parts, key, id, 1, bytes(100));
    String wrong = "0".repeat(32);
    assertThrows(
        Failure.Invalid.class,
        () -> parts.complete(key, id, List.of(new PartStorage.Part(1, wrong))));
    parts.abort(key, id);
    parts.abort(key, id);
    assertThrows(
        Failure.Invalid.class,
        () -> parts.complete(key, id, List.of(new PartStorage.Part(1, wrong))));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
  }

  @Test
  void aPartOfAnotherLengthIsRefused() throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    PartStorage parts = storage.parts();
    String id = parts.begin(key);
    for (long announced : new long[] {99, 101}) {
      assertThrows(
          Failure.Invalid.class,
          () -> parts.writePart(key, id, 1, new ByteArrayInputStream(bytes(100)), announced));
    }
    parts.abort(key, id);
  }

  @Test
  void aSignedDownloadIsAFileToBeSaved() throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    storage.write(key, new ByteArrayInputStream(bytes(1000)));
    URI url =
        storage
            .direct()
            .orElseThrow()
            .download(key, "Überraschung \"1\" + 50%.html", Duration.ofMinutes(1));
    HttpResponse<byte[]> got = get(url);
    assertEquals(200, got.statusCode());
    assertArrayEquals(bytes(1000), got.body());
    assertEquals("application/octet-stream", got.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        "attachment; filename=\"_berraschung _1_ + 50%.html\";"
            + " filename*=UTF-8''%C3%9Cberraschung%20%221%22%20%2B%2050%25.html",
        got.headers().firstValue("Content-Disposition").orElse(""));
    assertFalse(url.toString().contains(S3Server.SECRET_KEY));
    URI other = URI.create(url.toString().replace(key.toString(), UUID.randomUUID().toString()));
    assertEquals(403, get(other).statusCode());
  }

  @Test
  void aSignedUploadWaitsUntilItIsTaken() throws Exception {
    S3Storage storage = storage();
    DirectAccess direct = storage.direct().orElseThrow();
    UUID key = UUID.randomUUID();
    assertEquals(-1, direct.take(key));
    URI url = direct.upload(key, Duration.ofMinutes(1));
    assertEquals(200, put(url, bytes(70_000)));
    assertThrows(Failure.DataLoss.class, () -> storage.read(key, 0, 1));
    assertEquals(70_000, direct.take(key));
    assertArrayEquals(bytes(70_000), read(storage, key, 0, 70_000));
    assertEquals(200, put(url, bytes(3)));
    assertEquals(70_000, direct.take(key));
    assertArrayEquals(bytes(70_000), read(storage, key, 0, 70_000));
    direct.forget(key);
    UUID forgotten = UUID.randomUUID();
    put(direct.upload(forgotten, Duration.ofMinutes(1)), bytes(3));
    direct.forget(forgotten);
    direct.forget(forgotten);
    assertEquals(-1, direct.take(forgotten));
  }

  @Test
  void anEmptySignedUploadIsTakenToo() throws Exception {
    S3Storage storage = storage();
    DirectAccess direct = storage.direct().orElseThrow();
    UUID key = UUID.randomUUID();
    assertEquals(200, put(direct.upload(key, Duration.ofMinutes(1)), new byte[0]));
    assertEquals(0, direct.take(key));
    assertEquals(0, read(storage, key, 0, 0).length);
  }

  @Test
  void aSignedPartBelongsToItsUpload() throws Exception {
    S3Storage storage = storage();
    UUID key = UUID.randomUUID();
    String id = storage.parts().begin(key);
    URI url = storage.direct().orElseThrow().part(key, id, 1, Duration.ofMinutes(1));
    HttpResponse<Void> kept =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(url)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes(1234)))
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    assertEquals(200, kept.statusCode());
    String tag = kept.headers().firstValue("ETag").orElseThrow();
    storage.parts().complete(key, id, List.of(new PartStorage.Part(1, tag)));
    assertArrayEquals(bytes(1234), read(storage, key, 0, 1234));
  }

  @Test
  void clientsAreNotSentToABucketThatIsNotDirect() throws Exception {
    S3Storage storage =
        new S3Storage("bucket", S3Server.place(prefix), S3Limits.USUAL, false, spool);
    assertTrue(storage.direct().isEmpty());
  }

  private static String part(PartStorage parts, UUID key, String id, int number, byte[] bytes) {
    return parts.writePart(key, id, number, new ByteArrayInputStream(bytes), bytes.length);
  }

  private static int put(URI url, byte[] bytes) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpResponse<byte[]> get(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static List<Leftover> uploads(S3Storage storage) {
    return all(storage.leftovers().parts(Instant.now().plusSeconds(60)));
  }

  private long waiting() throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      return files.count();
    }
  }
}
