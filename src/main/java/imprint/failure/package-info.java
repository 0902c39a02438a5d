/** What can go wrong for a caller, without a word about HTTP. */
@NullMarked
package imprint.failure;

import org.jspecify.annotations.NullMarked;
