package imprint.attestation;

import imprint.failure.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digest of a manifest as model_signing 1.1 has it: SHA-256 over the files' digests, 32 bytes
 * each, in the order of their names. The names themselves are not in it; a {@link Statement} has
 * them.
 *
 * @param hex 64 hexadecimal digits, lower case
 */
public record ManifestDigest(String hex) {
  /**
   * The digest of these files, in whatever order they are given.
   *
   * @throws Failure.Invalid when two have the same name
   */
  public static ManifestDigest of(Collection<ManifestFile> files) {
    return ofDigests(byName(files).values());
  }

  /** The digests of files by name, in the order of their names. */
  static SortedMap<String, String> byName(Collection<ManifestFile> files) {
    SortedMap<String, String> digests = new TreeMap<>(ManifestFile.BY_NAME);
    for (ManifestFile file : files) {
      if (digests.put(file.name(), file.sha256()) != null) {
        throw new Failure.Invalid(
            "name", "Two files have the name '" + Failure.echo(file.name()) + "'.");
      }
    }
    return digests;
  }

  static ManifestDigest ofDigests(Iterable<String> digests) {
    MessageDigest sha256 = sha256();
    digests.forEach(hex -> sha256.update(HexFormat.of().parseHex(hex)));
    return new ManifestDigest(HexFormat.of().formatHex(sha256.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
