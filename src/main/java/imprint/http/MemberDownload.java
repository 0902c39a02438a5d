package imprint.http;

import imprint.archive.MemberContent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** The answer that carries a member of a stored archive, as {@link Download} carries a file. */
public final class MemberDownload {
  private MemberDownload() {}

  /** All of the member, or the part that the request asks for. */
  public static Response of(MemberContent member, String name, HttpServerRequest request) {
    String condition = request.getHeader("If-Range");
    String range =
        condition == null || condition.equals(tag(member)) ? request.getHeader("Range") : null;
    return switch (ByteRange.parse(range, member.size())) {
      case ByteRange.Whole() -> {
        StreamingOutput bytes = member::writeTo;
        yield headers(200, member, name, member.size()).entity(bytes).build();
      }
      case ByteRange.Part part -> {
        StreamingOutput bytes = out -> member.writeTo(out, part.offset(), part.length());
        yield headers(206, member, name, part.length())
            .header("Content-Range", part.contentRange(member.size()))
            .entity(bytes)
            .build();
      }
      case ByteRange.Unsatisfiable() ->
          Response.status(416).header("Content-Range", "bytes */" + member.size()).build();
    };
  }

  /** What {@link #of} would answer for the whole member, without its bytes. */
  public static Response headersOf(MemberContent member, String name) {
    return headers(200, member, name, member.size()).build();
  }

  private static Response.ResponseBuilder headers(
      int status, MemberContent member, String name, long length) {
    return Download.guarded(status, ContentTypes.of(name), name)
        .header("Content-Length", length)
        .header("Accept-Ranges", "bytes")
        .header("ETag", tag(member));
  }

  private static String tag(MemberContent member) {
    return "\"" + member.identity() + "\"";
  }
}
