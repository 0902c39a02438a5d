package imprint.tracking;

import java.util.List;

/**
 * What went into a candidate and what came out of it.
 *
 * @param datasets the datasets it read
 * @param modelInputs the models it read
 * @param modelOutputs the models it made
 */
public record Lineage(
    List<DatasetInput> datasets, List<LoggedModelId> modelInputs, List<ModelOutput> modelOutputs) {
  /** Nothing known. */
  public static final Lineage NONE = new Lineage(List.of(), List.of(), List.of());
}
