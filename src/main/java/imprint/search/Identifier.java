package imprint.search;

import java.util.Optional;

/**
 * A name in a filter or ordering, split at its first dot and freed of quotes.
 *
 * @param entity the word before the dot, as written but for back-quotes; empty for an attribute
 *     named without one
 * @param key what it names there; never empty
 * @param offset where it starts, in UTF-16 units from 0
 */
record Identifier(Optional<String> entity, String key, int offset) {}
