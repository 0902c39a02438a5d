package imprint.attestation;

import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The signed statements of versions: one each, which never changes. */
@ApplicationScoped
public class Attestations {
  private final SigningKeys keys;
  private final AttestationStore store;

  Attestations(SigningKeys keys, AttestationStore store) {
    this.keys = keys;
    this.store = store;
  }

  /**
   * Signs a statement about a version with the key of this server and keeps it, in the caller's
   * transaction if there is one.
   *
   * @param version the row of {@code model_version}
   * @throws Failure.Refused when the version has an attestation
   */
  public SignedBundle sign(long version, Statement statement) {
    SignedBundle bundle = SignedBundle.sign(statement, keys.current());
    if (!store.insert(version, bundle)) {
      throw new Failure.Refused("The version is signed already.");
    }
    return bundle;
  }

  /** The bundle of a version, byte for byte as it was signed; empty when it has none. */
  public Optional<SignedBundle> find(long version) {
    return store.find(version).map(SignedBundle::parse);
  }
}
