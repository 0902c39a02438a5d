package imprint.registry;

import imprint.tracking.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that is about to be added.
 *
 * @param provenance JSON
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
    @Nullable UUID promotion) {}
