/**
 * Models and their versions: numbers and semantic versions, pinned files, aliases, channels, and
 * what a reference such as {@code ^1.2} or {@code production} means now or meant then.
 */
@NullMarked
package imprint.registry;

import org.jspecify.annotations.NullMarked;
