package imprint.attestation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Verifies bundles against public keys, as model_signing 1.1 does. */
public final class BundleVerifier {
  private final List<VerificationKey> keys;

  /** Verifies signatures of any of these keys. */
  public BundleVerifier(Collection<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * What a bundle states, which its signature proved.
   *
   * @throws NotVerifiedException when the signature is of no given key, or not of this statement,
   *     or the statement is none about files
   */
  public Statement open(SignedBundle bundle) {
    String id = bundle.keyId();
    // bundles of early tools do not name their key
    List<VerificationKey> named =
        keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
    if (named.isEmpty()) {
      throw new NotVerifiedException(
          "The bundle is signed with the key " + BundleJson.shown(id) + ", which is not given.");
    }
    if (named.stream().noneMatch(bundle::isSignedWith)) {
      throw new NotVerifiedException("The signature is not of this statement and this key.");
    }
    return Statement.parse(bundle.payload());
  }

  /** How files differ from those that were stated, in the order of their names. */
  public static List<Difference> compare(Statement stated, Collection<ManifestFile> files) {
    SequencedMap<String, String> wanted = new TreeMap<>(ManifestFile.BY_NAME);
    wanted.putAll(stated.digests());
    List<Difference> differences = new ArrayList<>();
    for (Map.Entry<String, String> file : ManifestDigest.byName(files).entrySet()) {
      String name = file.getKey();
      String signed = wanted.remove(name);
      if (signed == null) {
        differences.add(new Difference(Difference.Kind.ADDED, name, ""));
      } else if (!signed.equals(file.getValue())) {
        differences.add(
            new Difference(
                Difference.Kind.CHANGED, name, "signed " + signed + ", found " + file.getValue()));
      }
    }
    wanted
        .keySet()
        .forEach(name -> differences.add(new Difference(Difference.Kind.MISSING, name, "")));
    differences.sort((a, b) -> ManifestFile.BY_NAME.compare(a.name(), b.name()));
    return differences;
  }
}
