package imprint.tracking;

/** How far the upload of a logged model is. */
public enum LoggedModelStatus {
  UNSPECIFIED,
  PENDING,
  READY,
  UPLOAD_FAILED
}
