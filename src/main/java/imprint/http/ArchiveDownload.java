package imprint.http;

import imprint.archive.FolderArchive;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** The answer that carries a folder as an archive. Its length is not known before it is sent. */
public final class ArchiveDownload {
  private ArchiveDownload() {}

  /** The archive of the folder of this name. */
  public static Response of(FolderArchive archive, String folder, HttpServerRequest request) {
    StreamingOutput bytes =
        out -> {
          try {
            archive.writeTo(out);
          } catch (Throwable failed) {
            // Without a length, only a broken connection tells the caller that this is not all. It
            // is
            // waited for: what answers the failure would end the body in good order.
            if (request.response().headWritten()) {
              request.connection().close().toCompletionStage().toCompletableFuture().join();
            }
            throw failed;
          }
        };
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
