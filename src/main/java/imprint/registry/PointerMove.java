package imprint.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A move of an alias or channel that was made.
 *
 * @param id rises with every move
 * @param fromNumber what it stood at before; null for nothing
 * @param number what it stood at after; null for nothing
 * @param verdict JSON, or null
 */
public record PointerMove(
    long id,
    String name,
    @Nullable Integer fromNumber,
    @Nullable String fromSemver,
    @Nullable Integer number,
    @Nullable String semver,
    Instant at,
    String actor,
    String reason,
    boolean isRollback,
    @Nullable String verdict) {}
