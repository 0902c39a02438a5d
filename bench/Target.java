import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server under load, what it showed so far, and the processes it consists of. */
final class Target {
  private final String name;
  private final Api api;
  private final List<Long> roots;
  private final Map<String, Measurement> measurements = new LinkedHashMap<>();
  private final Footprint[] first = {Footprint.NONE, Footprint.NONE};
  private final Footprint[] peak = {Footprint.NONE, Footprint.NONE};

  /**
   * @param roots the process ids of the server and of its database; either may be missing
   */
  Target(String name, Api api, List<Long> roots) {
    this.name = name;
    this.api = api;
    this.roots = roots;
    for (int i = 0; i < Math.min(2, roots.size()); i++) {
      first[i] = Footprint.of(roots.get(i));
      peak[i] = first[i];
    }
  }

  String name() {
    return name;
  }

  Measurement measure(Scenario scenario, Meter meter) {
    Measurement measurement;
    try {
      if (scenario.isOurs() && api.find(Request.get("/api/v1/me")).isEmpty()) {
        measurements.put(scenario.name(), Measurement.NONE);
        return Measurement.NONE;
      }
      measurement = meter.measure(api, scenario.preparation().prepare(api, meter.connections()));
    } catch (RuntimeException e) {
      String reason = "could not be prepared: " + e.getMessage();
      measurement = new Measurement(0, 0, 0, 0, 0, 1, reason, 0);
    }
    measurements.put(scenario.name(), measurement);
    for (int i = 0; i < Math.min(2, roots.size()); i++) {
      peak[i] = peak[i].max(Footprint.of(roots.get(i)));
    }
    return measurement;
  }

  Measurement measurement(String scenario) {
    return measurements.get(scenario);
  }

  /** One line of the table of memory. */
  String memory() {
    return "| %s | %s | %s | %s | %s |".formatted(name, first[0], peak[0], first[1], peak[1]);
  }
}
