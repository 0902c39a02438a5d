package imprint.registry;

import imprint.tracking.Tag;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that is about to be added.
 *
 * @param provenance JSON
 * @param copies bytes of another storage that it is to own instead of those of its source
 * @param promotion null unless it comes of one
 */
public record VersionDraft(
    VersionSource source,
    ChosenSemver semver,
    VersionState state,
    String runLink,
    String description,
    List<Tag> tags,
    Provenance provenance,
    @Nullable UUID promotion,
    Map<UUID, UUID> copies) {}
