package imprint.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a document. Both parts are the server's own: no text of a caller is one.
 *
 * @param folder lower-case letters and hyphens
 * @param name 32 hexadecimal digits, lower case
 */
public record DocumentKey(String folder, String name) {
  private static final Pattern FOLDER = Pattern.compile("[a-z-]{1,40}");
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern PATH =
      Pattern.compile("manifests/([a-z-]{1,40})/([0-9a-f]{2})/(\\2[0-9a-f]{30})\\.json");
  private static final int SHARD = 2;

  /** What the paths of all documents begin with. */
  static final String ROOT = "manifests";

  public DocumentKey {
    if (!FOLDER.matcher(folder).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the key of a document: " + folder + " " + name);
    }
  }

  /** Where the document lies from the storage's root: {@code manifests/<folder>/ab/<name>.json}. */
  public String path() {
    return ROOT + "/" + folder + "/" + name.substring(0, SHARD) + "/" + name + ".json";
  }

  /** The key of the document of a path; empty for what lies there without being ours. */
  static Optional<DocumentKey> at(String path) {
    Matcher parts = PATH.matcher(path);
    return parts.matches()
        ? Optional.of(new DocumentKey(parts.group(1), parts.group(3)))
        : Optional.empty();
  }
}
