package imprint.storage;

import io.minio.CopyObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.errors.MinioException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Signed URLs of a bucket (Signature Version 4 in the query), valid for up to 7 days. */
final class S3Direct implements DirectAccess {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final S3Connection connection;

  S3Direct(S3Connection connection) {
    this.connection = connection;
  }

  @Override
  public URI download(UUID key, String fileName, Duration validity) {
    return signed(
        Http.Method.GET,
        connection.blob(key),
        validity,
        Map.of(
            "response-content-disposition",
            disposition(fileName),
            "response-content-type",
            "application/octet-stream"));
  }

  @Override
  public URI upload(UUID key, Duration validity) {
    return signed(Http.Method.PUT, connection.incoming(key), validity, Map.of());
  }

  @Override
  public URI part(UUID key, String id, int number, Duration validity) {
    return signed(
        Http.Method.PUT,
        connection.blob(key),
        validity,
        Map.of("uploadId", id, "partNumber", Integer.toString(number)));
  }

  private URI signed(
      Http.Method method, String object, Duration validity, Map<String, String> query) {
    long seconds = Math.clamp(validity.toSeconds(), 1, LONGEST.toSeconds());
    GetPresignedObjectUrlArgs args =
        GetPresignedObjectUrlArgs.builder()
            .method(method)
            .bucket(connection.bucket())
            .object(object)
            .expiry((int) seconds)
            .extraQueryParams(query)
            .build();
    try {
      return URI.create(connection.client().getPresignedObjectUrl(args));
    } catch (MinioException failed) {
      throw S3Faults.failure(connection.storage(), "read", failed);
    }
  }

  /** RFC 6266: the exact name, and one in ASCII for clients that know no other. */
  private static String disposition(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .forEach(c -> ascii.append(c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '_'));
    String exact =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
  }

  @Override
  public long take(UUID key) {
    long taken = connection.size(connection.blob(key));
    if (taken >= 0) {
      forget(key); // what was put since changes nothing kept
      return taken;
    }
    if (connection.size(connection.incoming(key)) < 0) {
      return -1;
    }
    CopyObjectArgs copy =
        CopyObjectArgs.builder()
            .bucket(connection.bucket())
            .object(connection.blob(key))
            .source(
                SourceObject.builder()
                    .bucket(connection.bucket())
                    .object(connection.incoming(key))
                    .build())
            .build();
    var _ = connection.await("written", () -> connection.patient().copyObject(copy));
    // A copy may fail after its 200 was sent; and what waits may have been put anew meanwhile.
    long copied = connection.size(connection.blob(key));
    if (copied < 0) {
      throw S3Faults.unavailable("written", "The copy is absent.");
    }
    forget(key);
    return copied;
  }

  @Override
  public void forget(UUID key) {
    RemoveObjectArgs args =
        RemoveObjectArgs.builder()
            .bucket(connection.bucket())
            .object(connection.incoming(key))
            .build();
    var _ =
        connection.await(
            "written", () -> connection.client().removeObject(args).thenApply(nothing -> ""));
  }
}
