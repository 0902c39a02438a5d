package imprint.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Provenance as versions keep it: JSON that is written once. */
@ApplicationScoped
public class Provenances {
  private final ObjectMapper json;

  Provenances(ObjectMapper json) {
    this.json = json;
  }

  /** Where a version came from. */
  public Provenance of(ModelVersion version) {
    try {
      return json.readValue(version.provenance(), Provenance.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance is kept as it was written", e);
    }
  }

  String written(Provenance provenance) {
    try {
      return json.writeValueAsString(provenance);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance is plain data", e);
    }
  }
}
