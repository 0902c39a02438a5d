package imprint.mlflow;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import imprint.storage.S3Server;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Storages as somebody reads them who has nothing but them. */
final class StoredManifests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredManifests() {}

  /** A storage, of which a place is the path from its root. */
  interface Place {
    byte[] read(String path) throws Exception;

    void write(String path, byte[] bytes) throws Exception;

    void remove(String path) throws Exception;

    boolean holds(String path) throws Exception;

    /** The folder, if it is one. */
    default Path folder() {
      throw new UnsupportedOperationException();
    }

    default byte[] bytes(String kind, String name) throws Exception {
      return read(path(kind, name));
    }

    default JsonNode manifest(String kind, String name) throws Exception {
      return JSON.readTree(bytes(kind, name));
    }

    default boolean has(String kind, String name) throws Exception {
      return holds(path(kind, name));
    }

    default void replace(String kind, String name, byte[] bytes) throws Exception {
      write(path(kind, name), bytes);
    }

    default void delete(String kind, String name) throws Exception {
      remove(path(kind, name));
    }

    /**
     * The files that lie here, by the manifest's order, each with the size and SHA-256 it tells.
     */
    default Map<String, byte[]> readAll(JsonNode manifest) throws Exception {
      Map<String, byte[]> files = new LinkedHashMap<>();
      long bytes = 0;
      for (JsonNode file : manifest.path("files")) {
        bytes += file.path("size").asLong();
        if (file.has("storage")) {
          continue;
        }
        byte[] read = read(file.path("key").asText());
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(read);
        assertEquals(file.path("size").asLong(), read.length);
        assertEquals(file.path("sha256").asText(), HexFormat.of().formatHex(sha256));
        files.put(file.path("path").asText(), read);
      }
      assertEquals(manifest.path("files").size(), manifest.path("file_count").asInt());
      assertEquals(bytes, manifest.path("byte_count").asLong());
      return files;
    }
  }

  static String path(String kind, String name) {
    return "manifests/" + kind + "/" + name.substring(0, 2) + "/" + name + ".json";
  }

  static Place folder(Path root) {
    return new Place() {
      @Override
      public Path folder() {
        return root;
      }

      @Override
      public byte[] read(String path) throws Exception {
        return Files.readAllBytes(root.resolve(path));
      }

      @Override
      public void write(String path, byte[] bytes) throws Exception {
        Files.write(root.resolve(path), bytes);
      }

      @Override
      public void remove(String path) throws Exception {
        Files.delete(root.resolve(path));
      }

      @Override
      public boolean holds(String path) {
        return Files.exists(root.resolve(path));
      }
    };
  }

  /** A new storage in a bucket, where files go from now on. */
  static Place newBucket() throws Exception {
    String name = "b" + UUID.randomUUID().toString().substring(0, 8);
    String prefix = "manifests-" + name + "/";
    storage(
        JSON.writeValueAsString(
            Map.of(
                "name",
                name,
                "kind",
                "s3",
                "endpoint",
                S3Server.endpoint(),
                "bucket",
                S3Server.BUCKET,
                "prefix",
                prefix,
                "access_key",
                S3Server.ACCESS_KEY,
                "secret_key",
                S3Server.SECRET_KEY)));
    return bucket(
        MinioClient.builder()
            .endpoint(S3Server.endpoint())
            .credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)
            .build(),
        prefix);
  }

  /** Makes a storage and has files go there. */
  static void storage(String json) throws Exception {
    given()
        .contentType("application/json")
        .body(json)
        .post("/api/v1/storages")
        .then()
        .statusCode(201);
    String name = JSON.readTree(json).path("name").asText();
    given().post("/api/v1/storages/" + name + "/default").then().statusCode(200);
  }

  private static Place bucket(MinioClient client, String prefix) {
    return new Place() {
      @Override
      public byte[] read(String path) throws Exception {
        try (var got =
            client.getObject(
                GetObjectArgs.builder().bucket(S3Server.BUCKET).object(prefix + path).build())) {
          return got.readAllBytes();
        }
      }

      @Override
      public void write(String path, byte[] bytes) throws Exception {
        client.putObject(
            PutObjectArgs.builder().bucket(S3Server.BUCKET).object(prefix + path).stream(
                    new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .build());
      }

      @Override
      public void remove(String path) throws Exception {
        client.removeObject(
            RemoveObjectArgs.builder().bucket(S3Server.BUCKET).object(prefix + path).build());
      }

      @Override
      public boolean holds(String path) throws Exception {
        try {
          client.statObject(
              StatObjectArgs.builder().bucket(S3Server.BUCKET).object(prefix + path).build());
          return true;
        } catch (ErrorResponseException absent) {
          return false;
        }
      }
    };
  }

  static void sql(String statement) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  static String ask(String query) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(query);
        ResultSet rows = prepared.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }
}
