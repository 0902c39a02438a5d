package imprint.artifact;

import imprint.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The logical path of a file or folder: components joined by {@code /}, taken literally, so {@code
 * %}, {@code #}, {@code ?} and {@code +} are characters like others and texts that Unicode
 * normalises alike stay two names. The empty path is the root.
 *
 * <p>Refused is what another program might resolve to another place when it writes the file to a
 * disk, or what would deceive a reader: {@code .} and {@code ..}, empty components, control and
 * bidirectional formatting characters, and the absolute, upward and drive forms of Windows.
 */
public record ArtifactPath(String text) {
  /** Bytes of a whole path in UTF-8; an index entry of PostgreSQL holds little more. */
  public static final int MOST_BYTES = 2048;

  /** Bytes of a component in UTF-8, as file systems have it. */
  public static final int MOST_COMPONENT_BYTES = 255;

  /** Components of a path. */
  public static final int MOST_COMPONENTS = 64;

  /** The root. */
  public static final ArtifactPath ROOT = new ArtifactPath("");

  /** {@code C:}, {@code C:\x}, {@code C:..\x}: a place on a Windows drive. */
  private static final Pattern DRIVE =
      Pattern.compile("[A-Za-z]:(\\.*|\\.*\\\\.*)", Pattern.DOTALL);

  public ArtifactPath {
    if (!text.isEmpty()) {
      check(text);
    }
  }

  /** The path of a folder, which may be written with a slash at its end. */
  public static ArtifactPath ofFolder(String text) {
    boolean slashed = text.length() > 1 && text.endsWith("/");
    return new ArtifactPath(slashed ? text.substring(0, text.length() - 1) : text);
  }

  public boolean isRoot() {
    return text.isEmpty();
  }

  /** The last component; empty for the root. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** This path followed by {@code below}. */
  public ArtifactPath resolve(ArtifactPath below) {
    if (isRoot() || below.isRoot()) {
      return isRoot() ? below : this;
    }
    return new ArtifactPath(text + "/" + below.text);
  }

  /** The components in order; none for the root. */
  List<String> components() {
    return isRoot() ? List.of() : List.of(text.split("/", -1));
  }

  @Override
  public String toString() {
    return text;
  }

  private static void check(String text) {
    require(
        StandardCharsets.UTF_8.newEncoder().canEncode(text)
            && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES,
        "it is longer than " + MOST_BYTES + " bytes");
    require(
        text.codePoints().noneMatch(ArtifactPath::isHarmful),
        "it holds a control or bidirectional formatting character");
    String[] components = text.split("/", -1);
    require(
        components.length <= MOST_COMPONENTS,
        "it is more than " + MOST_COMPONENTS + " folders deep");
    for (String component : components) {
      checkComponent(component);
    }
  }

  private static void checkComponent(String component) {
    require(!component.isEmpty(), "it has an empty component");
    require(!component.equals("."), "it has the component '.'");
    require(
        component.getBytes(StandardCharsets.UTF_8).length <= MOST_COMPONENT_BYTES,
        "a component is longer than " + MOST_COMPONENT_BYTES + " bytes");
    require(!component.startsWith("\\"), "it is absolute on Windows");
    require(!DRIVE.matcher(component).matches(), "it names a drive of Windows");
    for (String part : component.split("\\\\", -1)) {
      require(!part.equals(".."), "it has the component '..'");
    }
  }

  private static boolean isHarmful(int c) {
    return Character.isISOControl(c)
        || c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Failure.Invalid("path", "Invalid path: " + otherwise);
    }
  }
}
