package imprint.tracking;

import org.jspecify.annotations.Nullable;

/**
 * That a dataset was read in an experiment.
 *
 * @param context what for, the tag {@code mlflow.data.context} of the input, or null
 */
public record DatasetSummary(
    ExperimentId experimentId, String name, String digest, @Nullable String context) {}
