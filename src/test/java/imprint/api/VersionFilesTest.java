package imprint.api;

import static imprint.api.RegistryServer.encoded;
import static imprint.api.RegistryServer.ok;
import static imprint.api.RegistryServer.problem;
import static imprint.api.RegistryServer.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.registry.ModelVersion;
import imprint.registry.Versions;
import imprint.storage.Digests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class VersionFilesTest {
  private static final Map<String, String> FILES =
      Map.of(
          "MLmodel", "flavors: {}",
          "100% sure.txt", "percent",
          "%41 is not A", "encoded already",
          "a#b?c=d&e;f", "reserved",
          "dir with spaces/x+y.bin", "plus",
          "dir with spaces/back\\slash", "a letter of Unix",
          "ünïcode/日本語 \uD83D\uDE00.txt", "not ASCII",
          "data/model.pkl", "0123456789");

  @Inject Versions versions;
  private RegistryServer server;
  private ModelVersion version;

  @BeforeEach
  void aVersion() {
    server = new RegistryServer(versions);
    version = server.register("1.0.0", FILES);
  }

  private String file(String path) {
    return server.version("1.0.0", "/files/" + encoded(path).replace("%2F", "/"));
  }

  @Test
  void namesAreTakenLiterally() {
    FILES.forEach(
        (path, content) -> {
          HttpResponse<byte[]> answer = server.get(file(path));
          assertEquals(200, answer.statusCode(), path);
          assertEquals(content, text(answer), path);
          assertEquals(
              "attachment",
              answer.headers().firstValue("Content-Disposition").orElseThrow().substring(0, 10));
        });
    problem(404, server.get(file("A is not A")));
    problem(404, server.get(file("data")));
  }

  @Test
  void noNameLeadsElsewhere() {
    for (String path :
        List.of(
            "../../../../candidates",
            "..%2f..",
            "%2e%2e/%2e%2e",
            "a/../MLmodel",
            "/MLmodel",
            "a//b",
            "a%00",
            "%c3%28",
            "%2Fetc%2Fpasswd",
            "C:%5Cx")) {
      String answer = server.raw(server.version("1.0.0", "/files/") + path);
      assertTrue(answer.startsWith("HTTP/1.1 400"), path + ": " + answer);
    }
    for (String path : List.of("%2e%2e/versions/1.0.0/files/a", "x;y/versions/1/files/a%3bb")) {
      String answer = server.raw(RegistryServer.MODELS + "/" + path);
      assertTrue(answer.startsWith("HTTP/1.1 400"), path + ": " + answer);
    }
  }

  @Test
  void filesAreListedInPagesByTheBytesOfTheirPaths() {
    List<String> paths = new ArrayList<>();
    Map<String, String> digests = new TreeMap<>();
    String token = "";
    do {
      JsonNode page =
          ok(
              server.get(
                  server.version("1", "/files?max_results=3")
                      + (token.isEmpty() ? "" : "&page_token=" + token)));
      page.path("files")
          .forEach(
              file -> {
                paths.add(file.path("path").asText());
                digests.put(file.path("path").asText(), file.path("sha256").asText());
              });
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    Comparator<String> byBytes =
        (a, b) ->
            java.util.Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    assertEquals(FILES.keySet().stream().sorted(byBytes).toList(), paths);
    // What sha256sum would print has the digest of the version.
    StringBuilder manifest = new StringBuilder();
    paths.forEach(
        path -> manifest.append(digests.get(path)).append("  ").append(path).append('\n'));
    String digest =
        HexFormat.of()
            .formatHex(
                Digests.sha256().digest(manifest.toString().getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "sha256:" + digest, ok(server.get(server.version("1", ""))).path("digest").asText());
    problem(400, server.get(server.version("1", "/files?max_results=10001")));
    server.register("2.0.0", Map.of("b", "b"));
    String first =
        ok(server.get(server.version("1", "/files?max_results=3")))
            .path("next_page_token")
            .asText();
    problem(400, server.get(server.version("2", "/files?page_token=" + first)));
  }

  @Test
  void rangesAndConditionsHoldAsForEveryFile() {
    String target = file("data/model.pkl");
    HttpResponse<byte[]> part = server.get(target, "Range", "bytes=2-4");
    assertEquals(206, part.statusCode());
    assertEquals("234", text(part));
    assertEquals("bytes 2-4/10", part.headers().firstValue("Content-Range").orElseThrow());
    assertEquals(416, server.get(target, "Range", "bytes=10-").statusCode());
    HttpResponse<byte[]> whole = server.get(target);
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    assertTrue(whole.headers().firstValue("Digest").orElseThrow().startsWith("sha-256="));
    assertEquals(304, server.get(target, "If-None-Match", tag).statusCode());
    HttpResponse<byte[]> head = server.send("HEAD", target, null);
    assertEquals(200, head.statusCode());
    assertEquals("10", head.headers().firstValue("Content-Length").orElseThrow());
    // A folder of this server gives no URLs of its own.
    assertEquals("0123456789", text(server.get(target + "?redirect=true")));
    problem(400, server.get(target + "?redirect=maybe"));
  }

  @Test
  void theSameVersionMakesTheSameArchive() throws Exception {
    for (String format : List.of("tar", "tar.gz", "zip")) {
      byte[] first = server.get(server.version("^1.0.0-0", "/archive?format=" + format)).body();
      if (format.equals("tar")) {
        // Not approved yet, so the range means nothing.
        assertTrue(new String(first, StandardCharsets.UTF_8).contains("means no version"));
      }
      byte[] one = server.get(server.version("1.0.0", "/archive?format=" + format)).body();
      byte[] other = server.get(server.version("latest", "/archive?format=" + format)).body();
      assertArrayEquals(one, other, format);
    }
    HttpResponse<byte[]> tar = server.get(server.version("1", "/archive?format=tar"));
    Map<String, String> found = new TreeMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar.body()), "UTF-8")) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        found.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertEquals(new TreeMap<>(FILES), found);
    assertTrue(
        tar.headers().firstValue("Content-Disposition").orElseThrow().contains("-1.0.0.tar"));
    assertEquals(
        200, server.send("HEAD", server.version("1", "/archive?format=zip"), null).statusCode());
    problem(400, server.get(server.version("1", "/archive?format=rar")));
    problem(400, server.get(server.version("1", "/archive")));
  }

  @Test
  void filesStayWhenTheRunChanges() {
    String run = version.runId();
    server.upload(run, "model/MLmodel", "overwritten");
    assertEquals("flavors: {}", text(server.get(file("MLmodel"))));
  }

  @Test
  void aVersionWithoutFilesHasNone() {
    String run = server.newRun();
    ModelVersion empty = server.registerRun(run, "3.0.0");
    HttpResponse<byte[]> shown = server.get(server.version("" + empty.number(), ""));
    JsonNode json = ok(shown);
    assertTrue(json.path("files").isNull() && json.path("digest").isNull(), json::toString);
    assertEquals(0, ok(server.get(server.version("3.0.0", "/files"))).path("files").size());
    problem(404, server.get(server.version("3.0.0", "/archive?format=tar")));
    problem(404, server.get(server.version("3.0.0", "/files/a")));
  }
}
