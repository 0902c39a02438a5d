package imprint.tracking;

/** Which lifecycle stages an answer shows. */
public enum ViewType {
  ACTIVE_ONLY,
  DELETED_ONLY,
  ALL
}
