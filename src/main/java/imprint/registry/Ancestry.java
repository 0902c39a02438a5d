package imprint.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a version came from and what else came of its candidate.
 *
 * @param provenance as it was when the version was made
 * @param candidate null when its candidate is not of this server
 * @param ancestors what its candidate named as data or parent, and what those named; the nearest
 *     first
 * @param children what named its candidate
 * @param truncated whether there is more than is shown
 */
public record Ancestry(
    Provenance provenance,
    @Nullable Kin candidate,
    List<Kin> ancestors,
    List<Kin> children,
    boolean truncated) {
  public Ancestry {
    ancestors = List.copyOf(ancestors);
    children = List.copyOf(children);
  }
}
