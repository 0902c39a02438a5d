package imprint.promotion;

import imprint.policy.PolicyFormat;
import java.time.Instant;

/**
 * A revision of a policy.
 *
 * @param revision 1, 2, 3 …
 * @param text as it was given; empty when this revision ended the policy
 * @param digest hex SHA-256 of the text
 */
public record PolicyText(
    int revision,
    PolicyFormat format,
    String text,
    String digest,
    String author,
    String reason,
    Instant created) {}
