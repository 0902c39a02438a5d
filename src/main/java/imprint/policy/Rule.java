package imprint.policy;

import java.util.Optional;

/**
 * A rule of a policy.
 *
 * @param id unique within the document
 * @param name for people
 * @param when the rule holds only where this is true
 */
record Rule(String id, Optional<String> name, Optional<Expression> when, Demand demand) {}
