package imprint.artifact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a manifest, made while they are read: files come from the database a page at a time,
 * in the order of the bytes of their paths, so the same files at the same time make the same bytes.
 */
final class ManifestBody extends InputStream {
  private static final String FORMAT = "imprint-manifest";
  private static final int FORMAT_VERSION = 1;
  private static final int PAGE = 1_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final ArtifactWalkStore walks;
  private final OpenStorages storages;
  private final BlobStorage storage;
  private final Place root;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private InputStream ahead;
  private String last = "";
  private boolean isEnded;
  private long files;
  private long bytes;

  /**
   * @param storage that keeps the manifest; files elsewhere name theirs
   * @param written when, in microseconds
   */
  ManifestBody(
      ArtifactWalkStore walks,
      OpenStorages storages,
      ManifestSubject subject,
      BlobStorage storage,
      Instant written) {
    this.walks = walks;
    this.storages = storages;
    this.storage = storage;
    this.root = new Place(subject.owner(), ArtifactPath.ROOT);
    try {
      this.json = JSON.createGenerator(made).setPrettyPrinter(new ManifestLayout());
      begin(subject, written);
      this.ahead = taken();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  /** How many files it tells of, once its end was read. */
  long files() {
    return files;
  }

  private void begin(ManifestSubject subject, Instant written) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeNumberField("format_version", FORMAT_VERSION);
    json.writeStringField("written", written.toString());
    json.writeStringField("storage", storage.name());
    json.writeStringField("project", subject.project());
    json.writeObjectFieldStart(subject.word());
    for (Map.Entry<String, Object> fact : subject.facts().entrySet()) {
      if (fact.getValue() instanceof Integer number) {
        json.writeNumberField(fact.getKey(), number);
      } else {
        json.writeStringField(fact.getKey(), fact.getValue().toString());
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("files");
  }

  private void goOn() throws IOException {
    List<ArtifactWalkStore.WalkedRow> page = walks.next(root, last, PAGE);
    for (ArtifactWalkStore.WalkedRow row : page) {
      tell(row);
    }
    if (page.size() < PAGE) {
      json.writeEndArray();
      json.writeNumberField("file_count", files);
      json.writeNumberField("byte_count", bytes);
      json.writeEndObject();
      isEnded = true;
    } else {
      last = page.getLast().below();
    }
    ahead = taken();
  }

  private void tell(ArtifactWalkStore.WalkedRow row) throws IOException {
    Blob blob = row.blob();
    boolean isHere = blob.storage().equals(storage.name());
    BlobStorage keeper = isHere ? storage : storages.named(blob.storage());
    json.writeStartObject();
    json.writeStringField("path", row.below());
    json.writeNumberField("size", blob.size());
    json.writeStringField("sha256", blob.sha256());
    json.writeStringField("key", keeper.documents().pathOf(blob.key()));
    if (!isHere) {
      json.writeStringField("storage", blob.storage());
    }
    json.writeEndObject();
    files++;
    bytes += blob.size();
  }

  private InputStream taken() throws IOException {
    json.flush();
    InputStream taken = new ByteArrayInputStream(made.toByteArray());
    made.reset();
    return taken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = ahead.read(buffer, offset, length);
    while (count < 0 && !isEnded) {
      goOn();
      count = ahead.read(buffer, offset, length);
    }
    return count;
  }
}
