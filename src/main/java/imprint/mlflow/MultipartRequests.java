package imprint.mlflow;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import imprint.mlflow.json.BodyLimit;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.storage.PartStorage;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of uploads in parts. Their {@code path} is the file's path on the client's machine, of
 * which the name counts; the folder is that of the target.
 */
final class MultipartRequests {
  /** {@code C:} and {@code \\\\host}: only on Windows does a path begin so. */
  private static final Pattern WINDOWS =
      Pattern.compile("([A-Za-z]:[\\\\/]|\\\\\\\\).*", Pattern.DOTALL);

  private MultipartRequests() {}

  record CreateUpload(@Required String path, @Required Long numParts) implements WireRequest {}

  record UploadedPart(@Required Long partNumber, @Required String etag) implements WireRequest {
    /** Tags are quoted in the header that clients copy them from. */
    PartStorage.Part toDomain() {
      if (partNumber < 1 || partNumber > PartStorage.MOST_PARTS) {
        throw new Failure.Invalid(
            "part_number", "Parts are numbered from 1 to " + PartStorage.MOST_PARTS + ".");
      }
      boolean quoted = etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"");
      return new PartStorage.Part(
          partNumber.intValue(), quoted ? etag.substring(1, etag.length() - 1) : etag);
    }
  }

  /** Each of up to 10,000 parts comes with its URL. */
  @BodyLimit(mebibytes = 32)
  record CompleteUpload(
      @Required String path, @Required String uploadId, @Required List<UploadedPart> parts)
      implements WireRequest {}

  record AbortUpload(@Required String path, @Required String uploadId) implements WireRequest {}

  /** The file that an upload is for. */
  static ArtifactPath file(ArtifactPath folder, String clientPath) {
    int slash = clientPath.lastIndexOf('/');
    if (WINDOWS.matcher(clientPath).matches()) {
      slash = Math.max(slash, clientPath.lastIndexOf('\\'));
    }
    ArtifactPath name = new ArtifactPath(clientPath.substring(slash + 1));
    if (name.isRoot()) {
      throw new Failure.Invalid("path", "Invalid path: it has no file name");
    }
    return folder.resolve(name);
  }

  /** The id of an upload; any other text is the id of none. */
  static UUID uploadId(@Nullable String text) {
    try {
      return UUID.fromString(String.valueOf(text));
    } catch (IllegalArgumentException none) {
      throw new Failure.Missing("There is no such upload, or it has ended or expired.");
    }
  }
}
