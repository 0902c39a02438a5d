/** The secret of this installation, the keys derived from it, and files that hold secrets. */
@NullMarked
package imprint.secret;

import org.jspecify.annotations.NullMarked;
