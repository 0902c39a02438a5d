package imprint.artifact;

import imprint.storage.Digests;
import imprint.storage.DocumentKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a manifest is about, as it tells it.
 *
 * @param project the name of the project
 * @param identity what the owner is known by: the id of a run or logged model, the root of a
 *     version
 * @param facts by their names in the manifest, in their order there; texts and integers
 */
record ManifestSubject(Owner owner, String project, String identity, Map<String, Object> facts) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
  private static final int NAME_BYTES = 16;

  /** What the owner is called in the manifest. */
  String word() {
    return switch (owner.kind()) {
      case CANDIDATE -> "candidate";
      case LOGGED_MODEL -> "logged_model";
      case VERSION -> "model_version";
      case TRACE, PROJECT -> throw new IllegalStateException("no manifest is about " + owner);
    };
  }

  /** The key of the manifest. */
  DocumentKey key() {
    return key(owner.kind(), name(identity));
  }

  static DocumentKey key(OwnerKind kind, String name) {
    return new DocumentKey(
        switch (kind) {
          case CANDIDATE -> "candidates";
          case LOGGED_MODEL -> "logged-models";
          case VERSION -> "versions";
          case TRACE, PROJECT -> throw new IllegalArgumentException("no manifests of " + kind);
        },
        name);
  }

  /** The kind of the owners whose manifests lie in a folder. */
  static Optional<OwnerKind> kind(String folder) {
    return switch (folder) {
      case "candidates" -> Optional.of(OwnerKind.CANDIDATE);
      case "logged-models" -> Optional.of(OwnerKind.LOGGED_MODEL);
      case "versions" -> Optional.of(OwnerKind.VERSION);
      default -> Optional.empty();
    };
  }

  /** The 32 digits that this server put into an identity; of any other, digits of its digest. */
  private static String name(String identity) {
    Matcher made = HEX.matcher(identity);
    return made.find()
        ? made.group()
        : HexFormat.of()
            .formatHex(
                Digests.sha256().digest(identity.getBytes(StandardCharsets.UTF_8)), 0, NAME_BYTES);
  }
}
