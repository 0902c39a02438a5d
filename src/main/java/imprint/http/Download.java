package imprint.http;

import imprint.artifact.Blob;
import imprint.artifact.Content;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The answer that carries a file. Whatever it holds, a browser saves it and runs nothing of it:
 * attachment, no sniffing, sandboxed, and of no use to pages of other origins.
 */
public final class Download {
  private Download() {}

  /** All of the file, or the part that the request asks for. */
  public static Response of(Content content, String name, HttpServerRequest request) {
    Blob blob = content.blob();
    String tag = "\"" + blob.sha256() + "\"";
    String condition = request.getHeader("If-Range");
    String range = condition == null || condition.equals(tag) ? request.getHeader("Range") : null;
    return switch (ByteRange.parse(range, blob.size())) {
      case ByteRange.Whole() -> carrying(200, blob, name, blob.size(), content::writeTo).build();
      case ByteRange.Part part ->
          carrying(
                  206,
                  blob,
                  name,
                  part.length(),
                  out -> content.writeTo(out, part.offset(), part.length()))
              .header("Content-Range", part.contentRange(blob.size()))
              .build();
      case ByteRange.Unsatisfiable() ->
          Response.status(416).header("Content-Range", "bytes */" + blob.size()).build();
    };
  }

  /** What {@link #of} would answer for the whole file, without its bytes. */
  public static Response headersOf(Content content, String name) {
    return headers(200, content.blob(), name, content.blob().size()).build();
  }

  private static Response.ResponseBuilder carrying(
      int status, Blob blob, String name, long length, StreamingOutput bytes) {
    return headers(status, blob, name, length).entity(bytes);
  }

  private static Response.ResponseBuilder headers(int status, Blob blob, String name, long length) {
    byte[] digest = HexFormat.of().parseHex(blob.sha256());
    return guarded(status, ContentTypes.of(name), name)
        .header("Content-Length", length)
        .header("Accept-Ranges", "bytes")
        .header("ETag", "\"" + blob.sha256() + "\"")
        .header("Digest", "sha-256=" + Base64.getEncoder().encodeToString(digest))
        .header(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(blob.created().atOffset(ZoneOffset.UTC)));
  }

  /** An answer of bytes that a browser saves under this name and does nothing else with. */
  static Response.ResponseBuilder guarded(int status, String contentType, String name) {
    return Response.status(status)
        .header("Content-Type", contentType)
        .header("Content-Disposition", disposition(name))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .header("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** RFC 6266: the exact name, and one in ASCII for clients that know no other. */
  private static String disposition(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .forEach(c -> ascii.append(c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '_'));
    return "attachment; filename=\""
        + ascii
        + "\"; filename*=UTF-8''"
        + PercentEncoding.encode(name);
  }
}
