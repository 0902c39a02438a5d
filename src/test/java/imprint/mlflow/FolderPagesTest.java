package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders in pages. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class FolderPagesTest {
  private static final String LIST = "/api/2.0/mlflow/artifacts/list";
  private static final String DEEP =
      """
      with files as (
        insert into blob (key, storage, size, sha256)
        select gen_random_uuid(), 'local', 1, decode(repeat('ab', 32), 'hex') from generate_series(1, ?)
        returning key
      )
      insert into artifact (owner_id, owner_kind, path, project_id, blob_key)
      select c.id, 'candidate', ? || lpad(row_number() over ()::text, 6, '0'), c.project_id, files.key
      from files cross join candidate c
      where c.run_id = ?
      """;

  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    server = new ArtifactServer(new RawHttp());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pagesTogetherAreTheWholeFolder(int size) {
    List<String> files =
        List.of(
            "a", "a-b", "b-c", "b.txt", "b/x", "b/y/z", "b0", "c/1", "c%20d/1", "z/z", "%C3%BC");
    files.forEach(file -> server.put("top/" + file, file));
    server.put("topmost", "x");
    Set<String> whole = new HashSet<>(paths(list("path=top")));
    assertEquals(10, whole.size());
    List<String> paged = walk("path=top", size);
    assertEquals(whole.size(), paged.size());
    assertEquals(whole, new HashSet<>(paged));
  }

  @Test
  void aWholeFolderIsInTheOrderOfItsBytesHoweverManyItHolds() throws SQLException {
    List<String> files =
        List.of("b-c", "b.txt", "b/x", "b0", "%EF%BD%9E", "%F0%90%80%80", "%C3%BC");
    files.forEach(file -> server.put("top/" + file, file));
    List<String> few = paths(list("path=top"));
    assertEquals(
        List.of("b", "b-c", "b.txt", "b0", "\u00fc", "\uff5e", "\ud800\udc00"),
        few.stream().map(path -> path.substring("top/".length())).toList());
    insert(200, "/top/");
    List<String> many = paths(list("path=top"));
    assertEquals(207, many.size());
    assertEquals(few, many.stream().filter(few::contains).toList());
    removeInserted();
  }

  @Test
  void aFolderOfAHundredThousandFilesIsWalked() throws SQLException {
    insert(100_000, "/many/");
    insert(1_000, "/other/deep/");
    Set<String> seen = new HashSet<>(walk("path=many", 10_000));
    assertEquals(100_000, seen.size());
    assertEquals(List.of("many", "other"), paths(list("max_results=10")));
    assertEquals(100_000, paths(list("path=many")).size());
    removeInserted();
  }

  @Test
  void theRootAndWhatDoesNotExist() {
    assertEquals(List.of(), walk("path=nowhere", 5));
    server.put("a", "1");
    server.put("b", "2");
    assertEquals(List.of("a", "b"), walk("", 1));
    JsonNode file = list("max_results=5").path("files").get(0);
    assertEquals(1, file.path("file_size").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "x", "1.5", "99999999999"})
  void aWrongPageSizeIsRefused(String size) {
    RawHttp.Answer answer = get("max_results=" + size);
    assertEquals(400, answer.status());
    assertTrue(answer.text().contains("max_results"), answer.text());
  }

  @Test
  void aTokenContinuesItsOwnFolderOnly() {
    for (String path : List.of("d/1", "d/2", "e/1", "e/2")) {
      server.put(path, "x");
    }
    String token = list("path=d&max_results=1").path("next_page_token").asText();
    assertEquals(List.of("d/2"), paths(list("path=d&max_results=1&page_token=" + token)));
    assertEquals(400, get("path=e&page_token=" + token).status());
    assertEquals(400, get("path=d&page_token=garbage").status());
  }

  private List<String> walk(String query, int size) {
    List<String> all = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          list(query + "&max_results=" + size + (token.isEmpty() ? "" : "&page_token=" + token));
      assertTrue(page.path("files").size() <= size);
      all.addAll(paths(page));
      token = page.path("next_page_token").asText("");
    } while (!token.isEmpty());
    return all;
  }

  private JsonNode list(String query) {
    RawHttp.Answer answer = get(query);
    assertEquals(200, answer.status(), answer.text());
    return answer.json();
  }

  private RawHttp.Answer get(String query) {
    return server.http.get(LIST + "?run_id=" + server.run + "&" + query);
  }

  private static List<String> paths(JsonNode listing) {
    List<String> paths = new ArrayList<>();
    listing.path("files").forEach(file -> paths.add(file.path("path").asText()));
    return paths;
  }

  /** Files without bytes are not left to other tests. */
  private void removeInserted() throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement remove =
            connection.prepareStatement(
                """
                with gone as (
                  delete from artifact a using blob b
                  where b.key = a.blob_key and b.sha256 = decode(repeat('ab', 32), 'hex')
                )
                select 1
                """)) {
      remove.execute();
      connection
          .prepareStatement("delete from blob where sha256 = decode(repeat('ab', 32), 'hex')")
          .execute();
    }
  }

  private void insert(int count, String folder) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement insert = connection.prepareStatement(DEEP)) {
      insert.setInt(1, count);
      insert.setString(2, folder);
      insert.setString(3, server.run);
      insert.executeUpdate();
    }
  }
}
