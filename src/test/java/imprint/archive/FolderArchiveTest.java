package imprint.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class FolderArchiveTest {
  private static final String LONG = "l".repeat(100) + "/" + "m".repeat(99) + "/" + "n".repeat(99);
  private static final Map<String, String> FILES =
      Map.of(
          "a.txt",
          "plain",
          "a/z.txt",
          "in a folder",
          "a-b",
          "before a/",
          "empty",
          "",
          "ünïcode/日本語 \uD83D\uDE00.txt",
          "not ASCII",
          "back\\slash",
          "a letter of Unix",
          LONG,
          "three hundred characters");

  private ArchiveServer server;

  @BeforeEach
  void aRun() {
    server = new ArchiveServer();
  }

  @Test
  void theSameFilesMakeTheSameArchive() {
    String other = server.newRun();
    List<String> names = new ArrayList<>(FILES.keySet());
    Collections.sort(names);
    names.forEach(name -> server.put("data/" + name, bytes(name)));
    names.reversed().forEach(name -> server.put(other, "copy/" + name, bytes(name)));
    for (ArchiveFormat format : ArchiveFormat.values()) {
      byte[] first = archive("data", format);
      assertArrayEquals(first, archive("data", format), format.text());
      assertArrayEquals(
          first,
          server
              .getOf("candidates/" + other, "archive", "path", "copy", "format", format.text())
              .body(),
          format.text());
    }
  }

  @Test
  void aTarHoldsTheFilesByTheBytesOfTheirNames() throws IOException {
    FILES.keySet().forEach(name -> server.put("data/" + name, bytes(name)));
    List<String> names = new ArrayList<>();
    byte[] tar = archive("data", ArchiveFormat.TAR);
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        names.add(e.getName());
        assertEquals(FILES.get(e.getName()), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, e.getLastModifiedTime().toMillis());
        assertEquals(0644, e.getMode() & 07777);
        assertEquals(
            "0 0  ",
            "%d %d %s %s"
                .formatted(
                    e.getLongUserId(), e.getLongGroupId(), e.getUserName(), e.getGroupName()));
      }
    }
    List<String> sorted = new ArrayList<>(FILES.keySet());
    Collections.sort(sorted); // no two differ where UTF-16 sorts unlike UTF-8
    assertEquals(sorted, names);
    try (GZIPInputStream gz =
        new GZIPInputStream(new ByteArrayInputStream(archive("data", ArchiveFormat.TAR_GZ)))) {
      assertArrayEquals(tar, gz.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz"})
  void tarReadsIt(String format, @TempDir Path folder) throws Exception {
    FILES.keySet().forEach(name -> server.put("data/" + name, bytes(name)));
    Path file = Files.write(folder.resolve("a"), archive("data", ArchiveFormat.of(format)));
    String listed =
        run(
            "tar",
            "-t",
            "-f",
            file.toString(),
            "--quoting-style=literal",
            format.equals("tar") ? "-v" : "-z");
    for (String name : FILES.keySet()) {
      assertTrue(listed.contains(name), () -> name + " is not in " + listed);
    }
    Path out = Files.createDirectory(folder.resolve("out"));
    run("tar", "-x", "-f", file.toString(), "-C", out.toString());
    assertEquals("three hundred characters", Files.readString(out.resolve(LONG)));
  }

  @Test
  void pythonReadsAZip(@TempDir Path folder) throws Exception {
    FILES.keySet().forEach(name -> server.put("data/" + name, bytes(name)));
    Path file = Files.write(folder.resolve("a.zip"), archive("data", ArchiveFormat.ZIP));
    String script =
        """
        import sys, zipfile
        z = zipfile.ZipFile(sys.argv[1])
        assert z.testzip() is None
        for i in z.infolist():
          assert i.date_time == (1980, 1, 1, 0, 0, 0), i.date_time
          sys.stdout.buffer.write((i.filename + '=' + z.read(i).decode() + chr(10)).encode())
        """;
    Map<String, String> read = new TreeMap<>();
    run("python3", "-c", script, file.toString())
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> read.put(pair[0], pair[1]));
    assertEquals(new TreeMap<>(FILES), read);
  }

  @Test
  void aFolderOfMoreFilesThanAPageIsWhole() throws IOException {
    int count = 2_001;
    for (int i = 0; i < count; i++) {
      server.put("many/" + i, new byte[] {(byte) i});
    }
    int found = 0;
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(archive("", ArchiveFormat.TAR)))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        int number = Integer.parseInt(e.getName().substring("many/".length()));
        assertArrayEquals(new byte[] {(byte) number}, in.readAllBytes());
        found++;
      }
    }
    assertEquals(count, found);
  }

  @Test
  void theAnswerIsAFileToBeSaved() {
    server.put("d/x.html", bytes("a.txt"));
    for (HttpResponse<byte[]> answer :
        List.of(
            server.get("archive", "path", "d", "format", "tar.gz"),
            server.head("archive", "path", "d", "format", "tar.gz"))) {
      assertEquals(200, answer.statusCode());
      assertEquals("application/gzip", header(answer, "Content-Type"));
      assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
      assertEquals("sandbox; default-src 'none'", header(answer, "Content-Security-Policy"));
      assertEquals("same-origin", header(answer, "Cross-Origin-Resource-Policy"));
      assertTrue(
          header(answer, "Content-Disposition").startsWith("attachment; filename=\"d.tar.gz\""));
    }
  }

  @Test
  void whatIsNotThereIsToldApart() {
    server.put("d/x", bytes("a.txt"));
    assertEquals(404, server.get("archive", "path", "e", "format", "tar").statusCode());
    assertEquals(400, server.get("archive", "path", "d/x", "format", "tar").statusCode());
    assertEquals(400, server.get("archive", "path", "../d", "format", "tar").statusCode());
    assertEquals(400, server.get("archive", "path", "d").statusCode());
    HttpResponse<byte[]> unknown = server.get("archive", "path", "d", "format", "rar");
    assertEquals(400, unknown.statusCode());
    assertTrue(new String(unknown.body(), StandardCharsets.UTF_8).contains("'rar'"));
    assertEquals(404, server.getOf("candidates/absent", "archive", "format", "tar").statusCode());
    assertEquals(
        404, server.getOf("logged-models/m-absent", "archive", "format", "tar").statusCode());
    assertEquals(
        200,
        server.getOf("candidates/" + server.newRun(), "archive", "format", "zip").statusCode());
  }

  @Test
  void aLoggedModelIsAnOwnerToo() throws IOException {
    String model = server.newModel();
    server.putAt(server.experiment + "/models/" + model + "/artifacts/MLmodel", bytes("a.txt"));
    byte[] tar = server.getOf("logged-models/" + model, "archive", "format", "tar").body();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      assertEquals("MLmodel", in.getNextEntry().getName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "zip"})
  void aDamagedFileBreaksTheDownload(String format) throws IOException {
    byte[] large = new byte[3_000_000];
    new Random(format.hashCode()).nextBytes(large);
    server.put("d/1-whole", large);
    large[2_000_000]++;
    server.put("d/2-damaged", large);
    server.put("d/3-whole", bytes("a.txt"));
    damage(large);
    assertThrows(
        UncheckedIOException.class, () -> server.get("archive", "path", "d", "format", format));
  }

  @Test
  void aDamagedSmallFolderIsAnError() throws IOException {
    byte[] small = "a small file that is to be damaged".getBytes(StandardCharsets.UTF_8);
    server.put("d/x", small);
    damage(small);
    assertEquals(500, server.get("archive", "path", "d", "format", "tar").statusCode());
  }

  /** Changes the stored file that has these bytes. */
  private static void damage(byte[] bytes) throws IOException {
    Path blobs =
        Path.of(ConfigProvider.getConfig().getValue("imprint.data", String.class)).resolve("blobs");
    try (Stream<Path> files = Files.walk(blobs)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (Files.size(file) == bytes.length
            && java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
          bytes[bytes.length / 2]++;
          Files.write(file, bytes);
          return;
        }
      }
    }
    throw new AssertionError("there is no such blob");
  }

  private byte[] archive(String folder, ArchiveFormat format) {
    HttpResponse<byte[]> answer = server.get("archive", "path", folder, "format", format.text());
    assertEquals(200, answer.statusCode());
    return answer.body();
  }

  private static byte[] bytes(String name) {
    return FILES.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
