package imprint.archive;

import imprint.failure.Failure;

/** A format in which a folder can be had. */
public enum ArchiveFormat {
  TAR("tar", "application/x-tar"),
  TAR_GZ("tar.gz", "application/gzip"),
  ZIP("zip", "application/zip");

  private final String text;
  private final String mediaType;

  ArchiveFormat(String text, String mediaType) {
    this.text = text;
    this.mediaType = mediaType;
  }

  /** Its name, which is also the extension of its files. */
  public String text() {
    return text;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * The format of this name.
   *
   * @throws Failure.Invalid when there is none
   */
  public static ArchiveFormat of(String text) {
    for (ArchiveFormat format : values()) {
      if (format.text.equals(text)) {
        return format;
      }
    }
    throw new Failure.Invalid(
        "format",
        "Invalid format '" + Failure.echo(text) + "': known are 'tar', 'tar.gz' and 'zip'");
  }
}
