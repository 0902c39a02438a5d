package imprint.registry;

import imprint.artifact.Owner;
import imprint.artifact.OwnerKind;
import imprint.artifact.Withheld;
import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Keeps the bytes of versions that were revoked or found compromised from everybody, whatever the
 * way; what is known of such a version stays to be read.
 */
@ApplicationScoped
public class Withdrawals implements Withheld {
  private final WithdrawalStore store;

  Withdrawals(WithdrawalStore store) {
    this.store = store;
  }

  @Override
  public void requireReadable(Owner owner) {
    if (owner.kind() == OwnerKind.VERSION) {
      requireReadable(owner.id());
    }
  }

  /**
   * Fails when the files of a version are not to be read.
   *
   * @throws Failure.Withdrawn with the reason and since when
   */
  public void requireReadable(ModelVersion version) {
    if (isWithdrawn(version.state())) {
      requireReadable(version.id());
    }
  }

  /**
   * The same of the version of a row.
   *
   * @throws Failure.Withdrawn with the reason and since when
   */
  public void requireReadable(long version) {
    store
        .find(version)
        .ifPresent(
            withdrawal -> {
              throw withdrawal.failure();
            });
  }

  /** That a reference means a version which was withdrawn; empty when it was not. */
  Optional<Failure.Withdrawn> of(Reference reference, ModelVersion version) {
    return isWithdrawn(version.state())
        ? store.find(version.id()).map(withdrawal -> withdrawal.failure(reference))
        : Optional.empty();
  }

  private static boolean isWithdrawn(VersionState state) {
    return state == VersionState.REVOKED || state == VersionState.COMPROMISED;
  }
}
