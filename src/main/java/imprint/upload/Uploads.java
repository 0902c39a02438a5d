package imprint.upload;

import imprint.artifact.Adoptions;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Expectation;
import imprint.artifact.MeasuredBody;
import imprint.artifact.Place;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import imprint.storage.PartStorage;
import imprint.storage.PartStorage.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Files that arrive in parts: begun, sent part by part in any order and at the same time, then
 * completed or aborted. Nothing of a file is to be seen before it is completed.
 */
@ApplicationScoped
public class Uploads {
  /** How long an upload may take from its beginning to its end. */
  static final Duration LIFETIME = Duration.ofHours(24);

  /** Bytes of a part (S3's limit). */
  static final long LARGEST_PART = 5L * 1024 * 1024 * 1024;

  private final UploadStore store;
  private final Adoptions adoptions;
  private final OpenStorages storages;
  private final Turns turns;
  private final Endings endings;
  private final InstantSource clock;

  Uploads(
      UploadStore store,
      Adoptions adoptions,
      OpenStorages storages,
      Turns turns,
      Endings endings,
      InstantSource clock) {
    this.store = store;
    this.adoptions = adoptions;
    this.storages = storages;
    this.turns = turns;
    this.endings = endings;
    this.clock = clock;
  }

  /**
   * Begins an upload of a file in {@code parts} parts, 1 to 10,000. It expires in 24 hours.
   *
   * @throws Failure.Refused when the path is a folder, or leads through a file
   */
  public Upload begin(Scope scope, ArtifactPath path, long parts) {
    if (parts < 1 || parts > PartStorage.MOST_PARTS) {
      throw new Failure.Invalid(
          "num_parts",
          "Invalid value for num_parts: an upload has 1 to "
              + PartStorage.MOST_PARTS
              + " parts, and larger ones for a larger file (MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE).");
    }
    Place place = adoptions.locate(scope, path);
    adoptions.requireVacant(place);
    BlobStorage storage = storages.preferred();
    UUID id = UUID.randomUUID();
    String foreignId = storage.parts().begin(id);
    Upload upload =
        new Upload(
            id,
            scope.project(),
            place,
            storage.name(),
            Optional.of(new Upload.InParts((int) parts, foreignId)),
            clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.MICROS));
    try {
      store.insert(upload);
    } catch (RuntimeException failed) {
      storage.parts().abort(id, foreignId);
      throw failed;
    }
    return upload;
  }

  /**
   * The URLs to PUT each part to the storage itself, in the order of the parts; empty when parts
   * are to come to this server.
   */
  public Optional<List<URI>> direct(Upload upload, Duration validity) {
    Upload.InParts parts = upload.parts().orElseThrow();
    return storages
        .named(upload.storage())
        .direct()
        .map(
            access ->
                IntStream.rangeClosed(1, parts.count())
                    .mapToObj(n -> access.part(upload.id(), parts.foreignId(), n, validity))
                    .toList());
  }

  /**
   * Keeps a part, in the place of an older one of its number, and returns its tag.
   *
   * @throws Failure.Missing when there is no such upload, or it has expired
   * @throws Failure.Invalid when the body has no announced size, is cut off, or not what the sender
   *     announced
   */
  public String writePart(UUID id, int number, InputStream body, Expectation expected) {
    Upload upload = open(id).orElseThrow(Uploads::missing);
    Upload.InParts parts = upload.parts().orElseThrow(Uploads::missing);
    if (number < 1 || number > parts.count()) {
      throw new Failure.Invalid("number", "The upload was begun with " + parts.count() + " parts.");
    }
    long size =
        expected
            .size()
            .orElseThrow(
                () ->
                    new Failure.Invalid(
                        "Content-Length", "A part must say its size in Content-Length."));
    if (size > LARGEST_PART) {
      throw new Failure.TooLarge("A part has at most " + LARGEST_PART + " bytes.");
    }
    MeasuredBody measured = new MeasuredBody(body, expected);
    return storages
        .named(upload.storage())
        .parts()
        .writePart(upload.id(), parts.foreignId(), number, measured, size);
  }

  /**
   * Makes the parts one file at the path the upload was begun for, in the place of an older one.
   * Once this returns, the bytes and the name survive the loss of power. What was completed may be
   * completed again as long as the file is what it made.
   *
   * @throws Failure.Missing when this path has no such upload, or it has expired
   * @throws Failure.Invalid when a part is missing or has another tag
   * @throws Failure.Refused when the path is a folder by now, or leads through a file
   */
  public void complete(Scope scope, ArtifactPath path, UUID id, List<Part> sent) {
    Place place = adoptions.locate(scope, path);
    List<Part> parts = sent.stream().sorted(Comparator.comparingInt(Part::number)).toList();
    boolean done = turns.take(id, () -> completed(scope, place, id, parts));
    if (!done && !adoptions.holds(place, id)) {
      throw missing();
    }
  }

  private boolean completed(Scope scope, Place place, UUID id, List<Part> parts) {
    Optional<Upload> found = find(scope, place, id);
    if (found.isEmpty()) {
      return false;
    }
    Upload upload = found.get();
    Upload.InParts announced = upload.parts().orElseThrow(Uploads::missing);
    requireAll(announced.count(), parts);
    adoptions.requireVacant(place);
    BlobStorage storage = storages.named(upload.storage());
    long size = storage.parts().complete(id, announced.foreignId(), parts);
    String sha256 = StoredBytes.sha256(storage, id, size);
    return endings.adopt(upload, storage, id, size, sha256);
  }

  private static void requireAll(int count, List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      int number = parts.get(i).number();
      if (number != i + 1) {
        throw new Failure.Invalid(
            "parts",
            number == i || number < 1
                ? "Part " + number + " is named twice or is none."
                : "Part " + (i + 1) + " is missing.");
      }
    }
    if (parts.size() != count) {
      throw new Failure.Invalid(
          "parts",
          "The upload was begun with " + count + " parts, and " + parts.size() + " are named.");
    }
  }

  /**
   * Ends an upload without a file and frees its parts.
   *
   * @throws Failure.Missing when this path has no such upload, or it has expired
   */
  public void abort(Scope scope, ArtifactPath path, UUID id) {
    Place place = adoptions.locate(scope, path);
    boolean ended =
        turns.take(
            id,
            () -> {
              Optional<Upload> upload = find(scope, place, id);
              upload.ifPresent(this::free);
              return upload.isPresent() && store.delete(id);
            });
    if (!ended) {
      throw missing();
    }
  }

  /** Frees what a storage has of an upload in parts that will not be completed. */
  private void free(Upload upload) {
    Upload.InParts parts = upload.parts().orElseThrow();
    BlobStorage storage = storages.named(upload.storage());
    storage.parts().abort(upload.id(), parts.foreignId());
    storage.delete(upload.id());
  }

  private Optional<Upload> find(Scope scope, Place place, UUID id) {
    return open(id)
        .filter(upload -> upload.project() == scope.project())
        .filter(upload -> upload.place().equals(place))
        .filter(upload -> upload.parts().isPresent());
  }

  private Optional<Upload> open(UUID id) {
    return store.find(id).filter(upload -> upload.isOpen(clock.instant()));
  }

  static Failure.Missing missing() {
    return new Failure.Missing("There is no such upload, or it has ended or expired.");
  }
}
