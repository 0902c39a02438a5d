package imprint.tracking;

/**
 * A model that a candidate made.
 *
 * @param step the step of the training at which it was made
 */
public record ModelOutput(LoggedModelId modelId, long step) {}
