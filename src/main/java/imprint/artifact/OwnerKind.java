package imprint.artifact;

/** What an artifact can belong to. */
public enum OwnerKind {
  CANDIDATE("candidate"),
  LOGGED_MODEL("logged_model"),
  /** Reserved: no trace owns artifacts yet. */
  TRACE("trace"),
  /** The project itself: everything under no root of the others. */
  PROJECT("project"),
  /** A version of a model, whose files were pinned when it was made and never change. */
  VERSION("version");

  private final String column;

  OwnerKind(String column) {
    this.column = column;
  }

  /** The value of {@code owner_kind}. */
  public String column() {
    return column;
  }

  /** The kind of a value of {@code owner_kind}. */
  public static OwnerKind of(String column) {
    for (OwnerKind kind : values()) {
      if (kind.column.equals(column)) {
        return kind;
      }
    }
    throw new IllegalStateException("unknown owner kind " + column);
  }
}
