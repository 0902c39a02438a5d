package imprint.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Previews of files and of members of archives. At most 64 KiB of a file are read, or 1 MiB of one
 * that is called JSON; nothing is decompressed but the member itself, decoded, or run.
 */
@ApplicationScoped
public class Previews {
  /** Bytes of a file that are read. */
  static final int HEAD = 64 * 1024;

  /** Bytes of a JSON text that is read whole. */
  static final int MOST_JSON = 1024 * 1024;

  /** Levels of a JSON text. */
  static final int DEEPEST_JSON = 64;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Artifacts artifacts;
  private final Members members;
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST_JSON).build())
          .build();

  Previews(Artifacts artifacts, Members members) {
    this.artifacts = artifacts;
    this.members = members;
  }

  /**
   * A preview and the size of what it shows.
   *
   * @param size in bytes
   */
  public record SizedPreview(long size, Preview preview) {}

  /**
   * The preview of a file.
   *
   * @throws imprint.failure.Failure.Missing when there is no such file
   */
  public SizedPreview of(Scope scope, ArtifactPath file) {
    Content content = artifacts.get(scope, file);
    long size = content.blob().size();
    return new SizedPreview(
        size, of(file.name(), size, most -> content.read(0, (int) Math.min(most, size))));
  }

  /**
   * The preview of a member of an archive.
   *
   * @throws imprint.failure.Failure as {@link Members#get} does
   */
  public SizedPreview of(Scope scope, ArtifactPath archive, ArtifactPath member) {
    MemberContent content = members.get(scope, archive, member);
    return new SizedPreview(content.size(), of(member.name(), content.size(), content::head));
  }

  private Preview of(String name, long size, IntFunction<byte[]> head) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean whole = extension.equals("json") && size <= MOST_JSON;
    byte[] bytes = head.apply(whole ? MOST_JSON : HEAD);
    Optional<Preview.Image> image = ImageHeader.read(bytes);
    if (image.isPresent()) {
      return image.get();
    }
    if (whole && isJson(bytes)) {
      return new Preview.Json(new String(bytes, StandardCharsets.UTF_8));
    }
    int length = Math.min(bytes.length, HEAD);
    boolean goesOn = length < size;
    Optional<String> text = text(ByteBuffer.wrap(bytes, 0, length), goesOn);
    if (text.isEmpty()) {
      return new Preview.Binary();
    }
    return switch (extension) {
      case "csv" -> DelimitedText.read(text.get(), ',', goesOn);
      case "tsv" -> DelimitedText.read(text.get(), '\t', goesOn);
      default -> new Preview.Text(text.get(), goesOn);
    };
  }

  /** Whether bytes are one JSON value in UTF-8, nested within bounds. */
  private boolean isJson(byte[] bytes) {
    Optional<String> text = text(ByteBuffer.wrap(bytes), false);
    if (text.isEmpty() || text.get().startsWith(BYTE_ORDER_MARK)) {
      return false;
    }
    try (JsonParser parser = json.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }

  /** Bytes as text; empty for what is none. A character that is cut off at the end is left out. */
  private static Optional<String> text(ByteBuffer bytes, boolean goesOn) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, !goesOn);
    if (result.isError()) {
      return Optional.empty();
    }
    String found = text.flip().toString();
    return found.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(found);
  }
}
