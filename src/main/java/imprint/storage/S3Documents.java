package imprint.storage;

import io.minio.GetObjectArgs;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.messages.Item;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Documents as objects of a bucket, at their paths below the prefix. Each is sent as one object at
 * once, which takes the place of the older one; one longer than 128 KiB waits on this machine's
 * disk before it is sent.
 */
final class S3Documents implements Documents {
  private static final int IN_MEMORY = 128 * 1024;

  private final S3Connection connection;
  private final Path spool;

  S3Documents(S3Connection connection, Path spool) {
    this.connection = connection;
    this.spool = spool;
  }

  @Override
  public void replace(DocumentKey key, InputStream body) {
    byte[] begin = new byte[IN_MEMORY];
    int count = S3Storage.begin(body, begin);
    if (count < IN_MEMORY) {
      put(key, args -> args.data(begin, count));
      return;
    }
    try (Spool whole = new Spool(spool)) {
      whole.add(begin, count);
      var _ = whole.fill(body, Long.MAX_VALUE);
      put(key, args -> args.file(whole.file(), whole.size()).headers(whole.checksums()));
    }
  }

  private void put(DocumentKey key, UnaryOperator<PutObjectAPIArgs.Builder> bytes) {
    PutObjectAPIArgs args =
        bytes
            .apply(
                PutObjectAPIArgs.builder()
                    .bucket(connection.bucket())
                    .object(object(key))
                    .contentType("application/json"))
            .build();
    var _ = connection.await("written", () -> connection.client().putObject(args));
  }

  @Override
  public InputStream read(DocumentKey key) {
    GetObjectArgs args =
        GetObjectArgs.builder().bucket(connection.bucket()).object(object(key)).build();
    return connection.await("read", () -> connection.client().getObject(args));
  }

  @Override
  public OptionalLong size(DocumentKey key) {
    long size = connection.size(object(key));
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  @Override
  public void delete(DocumentKey key) {
    RemoveObjectArgs args =
        RemoveObjectArgs.builder().bucket(connection.bucket()).object(object(key)).build();
    var _ =
        connection.await(
            "written", () -> connection.client().removeObject(args).thenApply(done -> ""));
  }

  @Override
  public Stream<StoredDocument> list() {
    return new S3Listing(connection)
        .objects(connection.root() + DocumentKey.ROOT + "/")
        .flatMap(item -> stored(item).stream());
  }

  private Optional<StoredDocument> stored(Item item) {
    return DocumentKey.at(item.objectName().substring(connection.root().length()))
        .map(key -> new StoredDocument(key, item.size(), item.lastModified().toInstant()));
  }

  @Override
  public String pathOf(UUID key) {
    return connection.blob(key).substring(connection.root().length());
  }

  private String object(DocumentKey key) {
    return connection.root() + key.path();
  }
}
