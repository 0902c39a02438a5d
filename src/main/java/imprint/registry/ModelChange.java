package imprint.registry;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a model; null keeps what is there.
 *
 * @param description empty clears it
 * @param latestIsApproved what {@code latest} answers: the highest approved release, or the newest
 *     number
 */
public record ModelChange(
    @Nullable String description, @Nullable Boolean latestIsApproved, TagChanges tags) {}
