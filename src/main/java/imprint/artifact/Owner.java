package imprint.artifact;

/**
 * Whom artifacts belong to.
 *
 * @param id the number of its row in the table of its kind
 */
public record Owner(OwnerKind kind, long id) {}
