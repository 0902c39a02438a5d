package imprint.artifact;

import imprint.project.Scope;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Where a path leads for whoever reads there: what was sent past this server is taken in first. */
@ApplicationScoped
class ReadPlaces {
  private final OwnerStore owners;
  private final List<Arrivals> arrivals;

  ReadPlaces(OwnerStore owners, @All List<Arrivals> arrivals) {
    this.owners = owners;
    this.arrivals = arrivals;
  }

  Place locate(Scope scope, ArtifactPath path) {
    Place place = owners.locate(scope, path);
    arrivals.forEach(arriving -> arriving.settle(scope, place));
    return place;
  }
}
