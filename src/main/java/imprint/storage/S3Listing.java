package imprint.storage;

import io.minio.BaseArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What is in a bucket, whose pages are asked for as the streams are consumed. */
final class S3Listing {
  private static final String PAGE = "1000";

  private final S3Connection connection;
  private final Pages pages;

  S3Listing(S3Connection connection) {
    this.connection = connection;
    this.pages = new Pages(connection.client());
  }

  /** An upload in parts that was begun. */
  record Begun(String object, String id, Instant at) {}

  /** A part that was sent. */
  record Sent(long size, Instant at) {}

  /** The objects whose names begin so. */
  Stream<Item> objects(String prefix) {
    Iterator<Result<Item>> each =
        connection
            .client()
            .listObjects(
                ListObjectsArgs.builder()
                    .bucket(connection.bucket())
                    .prefix(prefix)
                    .recursive(true)
                    .build())
            .iterator();
    return Stream.iterate(next(each), Optional::isPresent, last -> next(each))
        .map(one -> item(one.orElseThrow()));
  }

  /** The next of a listing; empty at its end. */
  private Optional<Result<Item>> next(Iterator<Result<Item>> each) {
    try {
      return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    } catch (RuntimeException failed) {
      throw S3Faults.failure(connection.storage(), "read", failed);
    }
  }

  private Item item(Result<Item> result) {
    try {
      return result.get();
    } catch (MinioException failed) {
      throw S3Faults.failure(connection.storage(), "read", failed);
    }
  }

  /** The uploads in parts that have not ended, to objects whose names begin so. */
  Stream<Begun> uploads(String prefix) {
    return Stream.iterate(
            Optional.of(uploads(prefix, "", "")),
            Optional::isPresent,
            last -> last.filter(S3Page::isTruncated).map(page -> uploadsAfter(prefix, page)))
        .flatMap(page -> page.orElseThrow().items().stream())
        .map(S3Listing::begun);
  }

  /** Some servers name only the upload to go on from. */
  private S3Page uploadsAfter(String prefix, S3Page page) {
    String key = page.field("NextKeyMarker");
    return uploads(
        prefix,
        key.isEmpty() ? page.items().getLast().getOrDefault("Key", "") : key,
        page.field("NextUploadIdMarker"));
  }

  private S3Page uploads(String prefix, String afterObject, String afterUpload) {
    Http.QueryParameters query =
        new Http.QueryParameters("uploads", "", "prefix", prefix, "max-uploads", PAGE);
    if (!afterObject.isEmpty()) {
      query.put("key-marker", afterObject);
      query.put("upload-id-marker", afterUpload);
    }
    ListMultipartUploadsArgs args =
        ListMultipartUploadsArgs.builder().bucket(connection.bucket()).build();
    return connection.await("read", () -> pages.get(args, query, "Upload"));
  }

  private static Begun begun(Map<String, String> upload) {
    return new Begun(
        upload.getOrDefault("Key", ""),
        upload.getOrDefault("UploadId", ""),
        time(upload.get("Initiated")));
  }

  /** The parts of an upload. */
  Stream<Sent> parts(Begun upload) {
    return Stream.iterate(
            Optional.of(parts(upload, "0")),
            Optional::isPresent,
            last ->
                last.filter(S3Page::isTruncated)
                    .map(
                        page ->
                            parts(upload, page.items().getLast().getOrDefault("PartNumber", ""))))
        .flatMap(page -> page.orElseThrow().items().stream())
        .map(
            part ->
                new Sent(
                    Long.parseLong(part.getOrDefault("Size", "0")),
                    time(part.get("LastModified"))));
  }

  private S3Page parts(Begun upload, String after) {
    Http.QueryParameters query =
        new Http.QueryParameters(
            "uploadId", upload.id(), "max-parts", PAGE, "part-number-marker", after);
    ListPartsArgs args =
        ListPartsArgs.builder()
            .bucket(connection.bucket())
            .object(upload.object())
            .uploadId(upload.id())
            .build();
    return connection.await("read", () -> pages.get(args, query, "Part"));
  }

  /** A time as S3 writes it; one that a server leaves out is now, which is never too old. */
  private static Instant time(@Nullable String text) {
    return text == null ? Instant.now() : Instant.parse(text);
  }

  /** The key that an object's name ends with; empty for what lies there without being ours. */
  static Optional<UUID> key(String object) {
    try {
      return Optional.of(UUID.fromString(object.substring(object.lastIndexOf('/') + 1)));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** The client, asked for listings in our own reading. */
  private static final class Pages extends MinioAsyncClient {
    Pages(MinioAsyncClient client) {
      super(client);
    }

    CompletableFuture<S3Page> get(BaseArgs args, Http.QueryParameters query, String item) {
      return executeGetAsync(args, null, query)
          .thenApply(
              response -> {
                try (Response answer = response) {
                  return S3Page.read(answer.body().byteStream(), item);
                } catch (XMLStreamException noListing) {
                  throw new CompletionException(noListing);
                }
              });
    }
  }
}
