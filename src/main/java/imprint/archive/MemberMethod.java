package imprint.archive;

import java.util.Locale;

/** How the bytes of a member are kept in its archive, or why they are not given out. */
enum MemberMethod {
  /** As they are. */
  STORED,
  /** Compressed as RFC 1951 has it. */
  DEFLATED,
  /** Compressed in another way. */
  OTHER("it is compressed in a way that is not read here"),
  ENCRYPTED("it is encrypted"),
  SPARSE("it is a sparse file"),
  LINK("it is a link, and links are not followed"),
  SPECIAL("it is no file"),
  /** Its name is shown escaped, since {@link imprint.artifact.ArtifactPath} refuses it. */
  UNSAFE_NAME("its name is not safe");

  private final String obstacle;

  MemberMethod() {
    this("");
  }

  MemberMethod(String obstacle) {
    this.obstacle = obstacle;
  }

  /** Whether the bytes can be read. */
  boolean isReadable() {
    return obstacle.isEmpty();
  }

  /** Why they cannot be read. */
  String obstacle() {
    return obstacle;
  }

  /** The value of {@code method}. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MemberMethod of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
