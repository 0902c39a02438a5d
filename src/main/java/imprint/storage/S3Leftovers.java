package imprint.storage;

import imprint.failure.Failure;
import io.minio.messages.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Objects below {@code incoming/}, and uploads in parts that were neither completed nor aborted.
 */
final class S3Leftovers implements Leftovers {
  private final S3Connection connection;
  private final S3Listing listing;
  private final S3Parts parts;
  private final S3Direct incoming;

  S3Leftovers(S3Connection connection, S3Parts parts) {
    this.connection = connection;
    this.listing = new S3Listing(connection);
    this.parts = parts;
    this.incoming = new S3Direct(connection);
  }

  @Override
  public Stream<Leftover> bodies(Instant before) {
    return listing
        .objects(connection.incoming())
        .filter(item -> item.lastModified().toInstant().isBefore(before))
        .flatMap(item -> body(item).stream());
  }

  private Optional<Leftover> body(Item item) {
    return S3Listing.key(item.objectName())
        .filter(key -> connection.incoming(key).equals(item.objectName()))
        .map(key -> new Leftover(Leftover.Kind.BODY, key, item.objectName(), item.size()));
  }

  @Override
  public Stream<Leftover> parts(Instant before) {
    return listing
        .uploads(connection.blobs())
        .filter(upload -> upload.at().isBefore(before))
        .flatMap(upload -> inParts(upload, before).stream());
  }

  private Optional<Leftover> inParts(S3Listing.Begun upload, Instant before) {
    Optional<UUID> key =
        S3Listing.key(upload.object())
            .filter(found -> connection.blob(found).equals(upload.object()));
    if (key.isEmpty()) {
      return Optional.empty();
    }
    List<S3Listing.Sent> sent;
    try {
      sent = listing.parts(upload).toList();
    } catch (Failure.Invalid | Failure.DataLoss ended) {
      return Optional.empty();
    }
    return sent.stream().allMatch(part -> part.at().isBefore(before))
        ? Optional.of(
            new Leftover(
                Leftover.Kind.PARTS,
                key.orElseThrow(),
                upload.id(),
                sent.stream().mapToLong(S3Listing.Sent::size).sum()))
        : Optional.empty();
  }

  @Override
  public void free(Leftover leftover) {
    switch (leftover.kind()) {
      case BODY -> incoming.forget(leftover.upload());
      case PARTS -> parts.abort(leftover.upload(), leftover.name());
    }
  }
}
