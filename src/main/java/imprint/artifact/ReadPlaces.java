package imprint.artifact;

import imprint.project.Scope;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Where a path leads for whoever reads there: what is withheld is not to be had, and what was sent
 * past this server is taken in first.
 */
@ApplicationScoped
class ReadPlaces {
  private final OwnerStore owners;
  private final List<Withheld> withheld;
  private final List<Arrivals> arrivals;

  ReadPlaces(OwnerStore owners, @All List<Withheld> withheld, @All List<Arrivals> arrivals) {
    this.owners = owners;
    this.withheld = withheld;
    this.arrivals = arrivals;
  }

  /**
   * The place of a path.
   *
   * @throws imprint.failure.Failure.Withdrawn when the files of its owner are not to be read
   */
  Place locate(Scope scope, ArtifactPath path) {
    Place place = owners.locate(scope, path);
    withheld.forEach(rule -> rule.requireReadable(place.owner()));
    arrivals.forEach(arriving -> arriving.settle(scope, place));
    return place;
  }
}
