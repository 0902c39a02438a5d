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
import java.util.Optional;

/**
 * The answer that carries a file. Whatever it holds, a browser saves it and runs nothing of it:
 * attachment, no sniffing, sandboxed, and of no use to pages of other origins.
 */
public final class Download {
  private Download() {}

  /** All of the file, or the part that the request asks for, under the request's conditions. */
  public static Response of(Content content, String name, HttpServerRequest request) {
    Blob blob = content.blob();
    Optional<Response> instead = instead(blob, name, request);
    if (instead.isPresent()) {
      return instead.get();
    }
    String condition = request.getHeader("If-Range");
    String range =
        condition == null || condition.equals(tag(blob)) ? request.getHeader("Range") : null;
    return switch (ByteRange.parse(range, blob.size())) {
      case ByteRange.Whole() -> carrying(200, blob, name, blob.size(), content::writeTo).build();
      case ByteRange.Part part ->
          carrying(206, blob, name, part.length(), bytes(content, part))
              .header("Content-Range", part.contentRange(blob.size()))
              .build();
      case ByteRange.Unsatisfiable() ->
          Response.status(416).header("Content-Range", "bytes */" + blob.size()).build();
    };
  }

  /** A part that is the whole is verified as the whole is. */
  private static StreamingOutput bytes(Content content, ByteRange.Part part) {
    return part.length() == content.blob().size()
        ? content::writeTo
        : out -> content.writeTo(out, part.offset(), part.length());
  }

  /** What {@link #of} would answer for the whole file, without its bytes. */
  public static Response headersOf(Content content, String name, HttpServerRequest request) {
    Blob blob = content.blob();
    return instead(blob, name, request)
        .orElseGet(() -> headers(200, blob, name).header("Content-Length", blob.size()).build());
  }

  private static Optional<Response> instead(Blob blob, String name, HttpServerRequest request) {
    return Preconditions.status(request, tag(blob), blob.created())
        .map(status -> headers(status, blob, name).build());
  }

  private static String tag(Blob blob) {
    return "\"" + blob.sha256() + "\"";
  }

  private static Response.ResponseBuilder carrying(
      int status, Blob blob, String name, long length, StreamingOutput bytes) {
    return headers(status, blob, name).header("Content-Length", length).entity(bytes);
  }

  private static Response.ResponseBuilder headers(int status, Blob blob, String name) {
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob.sha256()));
    return guarded(status, ContentTypes.of(name), name)
        .header("Accept-Ranges", "bytes")
        .header("ETag", tag(blob))
        .header("Digest", "sha-256=" + digest)
        .header("Repr-Digest", "sha-256=:" + digest + ":")
        .header(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(blob.created().atOffset(ZoneOffset.UTC)));
  }

  /** An answer of bytes that a browser saves under this name and does nothing else with. */
  public static Response.ResponseBuilder guarded(int status, String contentType, String name) {
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
