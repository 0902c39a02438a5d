package imprint.attestation;

import imprint.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of a manifest.
 *
 * @param name its path below the root, components joined by {@code /}, kept as it is
 * @param sha256 64 hexadecimal digits, lower case
 * @param size in bytes
 */
public record ManifestFile(String name, String sha256, long size) {
  /**
   * The order of names that model_signing has: component by component, each by its code points; so
   * {@code a/b} is before {@code a-b}.
   */
  public static final Comparator<String> BY_NAME = ManifestFile::compare;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> NO_COMPONENTS = List.of("", ".", "..");

  /**
   * A file of this name and content.
   *
   * @throws Failure.Invalid when the name is absolute or leads elsewhere, or the digest is none
   */
  public ManifestFile {
    requireName(name);
    if (!HEX.matcher(sha256).matches()) {
      throw new Failure.Invalid("sha256", "A digest is not 64 hexadecimal digits.");
    }
    if (size < 0) {
      throw new Failure.Invalid("size", "A size is negative.");
    }
  }

  private static void requireName(String name) {
    boolean wrong = name.indexOf('\0') >= 0;
    for (String component : name.split("/", -1)) {
      wrong |= NO_COMPONENTS.contains(component);
    }
    if (wrong) {
      throw new Failure.Invalid(
          "name", "'" + Failure.echo(name) + "' is no relative path of a file.");
    }
  }

  private static int compare(String one, String other) {
    int i = 0;
    while (i < one.length() && i < other.length()) {
      int a = one.codePointAt(i);
      int b = other.codePointAt(i);
      if (a != b) {
        return Integer.compare(rank(a), rank(b));
      }
      i += Character.charCount(a);
    }
    return Integer.compare(one.length(), other.length());
  }

  /** The end of a component is before whatever it may go on with. */
  private static int rank(int codePoint) {
    return codePoint == '/' ? -1 : codePoint;
  }
}
