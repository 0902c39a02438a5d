package imprint.http;

import imprint.archive.FolderArchive;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/**
 * The answer that carries a folder as an archive. Its length is not known before it is sent:
 * without one, only a broken connection tells the receiver that this is not all.
 */
public final class ArchiveDownload {
  private ArchiveDownload() {}

  /** The archive of the folder of this name. */
  public static Response of(FolderArchive archive, String folder) {
    StreamingOutput bytes = archive::writeTo;
    return headers(archive, folder).entity(bytes).build();
  }

  /** What {@link #of} would answer, without the bytes. */
  public static Response headersOf(FolderArchive archive, String folder) {
    return headers(archive, folder).build();
  }

  private static Response.ResponseBuilder headers(FolderArchive archive, String folder) {
    return Download.guarded(
        200, archive.format().mediaType(), folder + "." + archive.format().text());
  }
}
