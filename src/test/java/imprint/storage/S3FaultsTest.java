package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import imprint.failure.Failure;
import imprint.storage.FaultyProxy.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An S3 server that is away, ill or lying, and the way to it that breaks. */
class S3FaultsTest {
  private static final int SMALL = 10_000;
  private static final int LARGE = 17 * 1024 * 1024;
  private static final S3Limits SHORT =
      new S3Limits(Duration.ofSeconds(1), Duration.ofMillis(800), 2);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path spool;

  private final String prefix = "faults/" + UUID.randomUUID() + "/";
  private FaultyProxy proxy;
  private S3Storage storage;
  private S3Storage healthy;

  @BeforeEach
  void aStorageBehindAProxy() throws Exception {
    proxy = new FaultyProxy(S3Server.endpoint());
    storage = storage(proxy.endpoint());
    healthy = storage(S3Server.endpoint());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
  }

  @Test
  void aServerThatRefusesConnectionsIsUnavailable() throws Exception {
    assertIll(storage("http://127.0.0.1:" + S3Server.freePort()));
  }

  @Test
  void aServerThatStaysSilentIsUnavailableInTime() {
    proxy.harm(Fault.silence());
    assertIll(storage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 Internal Server Error|application/xml|<Error><Code>InternalError</Code></Error>",
        "503 Slow Down|application/xml|<Error><Code>SlowDown</Code></Error>",
        "403 Forbidden|application/xml|<Error><Code>AccessDenied</Code></Error>",
        "403 Forbidden|application/xml|<Error><Code>SignatureDoesNotMatch</Code></Error>",
        "502 Bad Gateway|text/html|<html>a proxy's page</html>",
        "500 Internal Server Error|text/plain|",
        "307 Temporary Redirect|application/xml|<Error><Code>TemporaryRedirect</Code></Error>"
      })
  void anErrorIsUnavailable(String answer) {
    String[] parts = answer.split("\\|", -1);
    proxy.harm(Fault.answer(answer(parts[0], parts[1], parts[2])));
    assertIll(storage);
  }

  @Test
  void aBucketThatIsAwayIsNoLossOfData() {
    proxy.harm(
        Fault.answer(
            answer(
                "404 Not Found", "application/xml", "<Error><Code>NoSuchBucket</Code></Error>")));
    assertUnavailable(() -> storage.write(UUID.randomUUID(), body(SMALL)));
    assertUnavailable(() -> storage.read(UUID.randomUUID(), 0, 10));
    assertUnavailable(() -> storage.list().forEach(blob -> {}));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aConnectionResetDuringAnUploadLeavesNothing(int size) {
    proxy.harm(Fault.resetAfterRequestBytes(SMALL / 2).of(head -> head.startsWith("PUT ")));
    UUID key = UUID.randomUUID();
    assertUnavailable(() -> storage.write(key, body(size)));
    assertThrows(Failure.DataLoss.class, () -> healthy.read(key, 0, 1));
  }

  @Test
  void anErrorInTheTwoHundredThatEndsAnUploadIsUnavailable() {
    proxy.harm(
        Fault.answer(
                answer("200 OK", "application/xml", "<Error><Code>InternalError</Code></Error>"))
            .of(S3FaultsTest::completes));
    UUID key = UUID.randomUUID();
    assertUnavailable(() -> storage.write(key, body(LARGE)));
    assertThrows(Failure.DataLoss.class, () -> healthy.read(key, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>all is well</html>"})
  void anUploadThatIsOnlySaidToBeWholeIsUnavailable(String body) {
    proxy.harm(Fault.answer(answer("200 OK", "application/xml", body)).of(S3FaultsTest::completes));
    UUID key = UUID.randomUUID();
    assertUnavailable(() -> storage.write(key, body(LARGE)));
    assertThrows(Failure.DataLoss.class, () -> healthy.read(key, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ends", "is reset", "hangs"})
  void aDownloadThatBreaksNeverEndsAsIfItWereWhole(String how) throws Exception {
    UUID key = UUID.randomUUID();
    healthy.write(key, body(500_000));
    long cut = 200_000;
    proxy.harm(
        switch (how) {
          case "ends" -> Fault.endAfterAnswerBytes(cut);
          case "is reset" -> Fault.resetAfterAnswerBytes(cut);
          default -> Fault.hangAfterAnswerBytes(cut);
        });
    try (InputStream in = storage.read(key, 0, 500_000)) {
      assertTimeoutPreemptively(SOON, () -> assertThrows(IOException.class, in::readAllBytes), how);
    }
  }

  @Test
  void anAnswerWithoutLengthThatEndsEarlyBreaks() throws Exception {
    proxy.harm(Fault.answer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nonly this"));
    try (InputStream in = storage.read(UUID.randomUUID(), 0, 500)) {
      assertThrows(IOException.class, in::readAllBytes);
    }
  }

  @Test
  void anAnswerOfAnotherRangeIsNotTaken() {
    proxy.harm(
        Fault.answer(
            "HTTP/1.1 206 OK\r\nContent-Range: bytes 5-14/20\r\nContent-Length: 10\r\n"
                + "Connection: close\r\n\r\n0123456789"));
    assertUnavailable(() -> storage.read(UUID.randomUUID(), 4, 10));
    proxy.harm(Fault.answer(answer("200 OK", "text/plain", "0123456789")));
    assertUnavailable(() -> storage.read(UUID.randomUUID(), 4, 5));
  }

  @Test
  void aServerThatComesBackIsUsedAgain() throws Exception {
    proxy.harm(Fault.silence());
    assertUnavailable(() -> storage.delete(UUID.randomUUID()));
    proxy.harm(Fault.NONE);
    UUID key = UUID.randomUUID();
    storage.write(key, body(SMALL));
    assertArrayEquals(
        BlobStorageContract.bytes(SMALL), BlobStorageContract.read(storage, key, 0, SMALL));
  }

  @Test
  void theFailureOfABodyComesThroughWhenTheServerIsIllToo() {
    Failure.Invalid cut = new Failure.Invalid("body", "cut off");
    proxy.harm(
        Fault.answer(answer("503 Slow Down", "text/plain", "")).of(h -> h.startsWith("DELETE")));
    Failure told =
        assertThrows(
            Failure.class,
            () ->
                storage.write(
                    UUID.randomUUID(),
                    new BlobStorageContract.FailingBody(
                        BlobStorageContract.bytes(LARGE + 100), cut)));
    assertEquals(cut, told);
  }

  private static boolean completes(String head) {
    return head.startsWith("POST ") && head.contains("uploadId=");
  }

  private static void assertIll(S3Storage storage) {
    UUID key = UUID.randomUUID();
    assertUnavailable(() -> storage.write(key, body(SMALL)));
    assertUnavailable(() -> storage.write(key, body(LARGE)));
    assertUnavailable(() -> storage.read(key, 0, 10));
    assertUnavailable(() -> storage.delete(key));
    assertUnavailable(() -> storage.list().forEach(blob -> {}));
    assertUnavailable(() -> storage.parts().begin(key));
    assertUnavailable(() -> storage.direct().orElseThrow().take(key));
  }

  private static void assertUnavailable(Executable work) {
    assertTimeoutPreemptively(SOON, () -> assertThrows(Failure.Unavailable.class, work));
  }

  private static String answer(String status, String type, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: "
        + type
        + "\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static InputStream body(int size) {
    return new ByteArrayInputStream(BlobStorageContract.bytes(size));
  }

  private S3Storage storage(String endpoint) {
    return new S3Storage("bucket", S3Server.place(endpoint, prefix), SHORT, true, spool);
  }
}
