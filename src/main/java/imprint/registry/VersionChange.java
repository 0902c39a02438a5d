package imprint.registry;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a version; null keeps what is there.
 *
 * @param description empty clears it
 * @param state the state that it is to have
 * @param reason why it is to have that state
 */
public record VersionChange(
    @Nullable String description,
    TagChanges tags,
    @Nullable VersionState state,
    @Nullable String reason) {}
