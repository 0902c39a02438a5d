package imprint.registry;

import org.jspecify.annotations.Nullable;

/**
 * A move of a channel that is to be made.
 *
 * @param version the row of the version it is to hold; null to empty it
 * @param verdict how its policy judged the move, as JSON; null where none applied
 */
public record ChannelMove(
    String channel,
    @Nullable Long version,
    String reason,
    boolean isRollback,
    @Nullable String verdict) {}
