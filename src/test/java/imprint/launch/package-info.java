/** Tests of the command line's parts; the whole is exercised by {@code src/test/sh}. */
@NullMarked
package imprint.launch;

import org.jspecify.annotations.NullMarked;
