/**
 * The filter language: text becomes tokens, a sealed tree, and SQL with named binds. What can be
 * named is declared by a {@link imprint.search.Vocabulary} that the calling package owns; this
 * package knows neither its objects nor any wire.
 */
@NullMarked
package imprint.search;

import org.jspecify.annotations.NullMarked;
