package imprint.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** The clock that use cases are handed. */
@ApplicationScoped
class Clocks {
  @Produces
  @ApplicationScoped
  InstantSource clock() {
    return InstantSource.system();
  }
}
