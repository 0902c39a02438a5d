package imprint.registry;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Content;
import imprint.artifact.Pins;
import imprint.failure.Failure;
import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The files of versions. */
@ApplicationScoped
public class VersionContents {
  private final Pins pins;
  private final Withdrawals withdrawals;

  VersionContents(Pins pins, Withdrawals withdrawals) {
    this.pins = pins;
    this.withdrawals = withdrawals;
  }

  /** A page of a version's files by the bytes of their paths. */
  public Page<Pins.Named> page(ModelVersion version, int limit, Optional<String> token) {
    Fingerprint query = Fingerprint.of("version_files", List.of(version.id()));
    String after = token.map(text -> after(PageToken.parse(text, query))).orElse("");
    return Page.of(
        pins.files(version.id(), after, limit + 1),
        limit,
        last -> new PageToken(query, List.of(new SortValue.Text(last.path()))).text());
  }

  private static String after(PageToken token) {
    return token.after().size() == 1 && token.after().getFirst() instanceof SortValue.Text text
        ? text.value()
        : "";
  }

  /** Whether a version has a file of this path. */
  public boolean has(ModelVersion version, ArtifactPath path) {
    return pins.find(version.id(), path).isPresent();
  }

  /**
   * A file of a version.
   *
   * @throws Failure.Missing when it has none of that path
   * @throws Failure.Withdrawn when the version was revoked or found compromised
   */
  public Content file(ModelVersion version, ArtifactPath path) {
    withdrawals.requireReadable(version);
    return pins.find(version.id(), path)
        .orElseThrow(
            () ->
                new Failure.Missing(
                    "Version "
                        + version.semver()
                        + " of model '"
                        + Failure.echo(version.model())
                        + "' has no file '"
                        + Failure.echo(path.text())
                        + "'."));
  }
}
