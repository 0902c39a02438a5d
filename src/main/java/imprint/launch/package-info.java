/** The command line, the embedded PostgreSQL, and the checks that refuse an unsafe start. */
@NullMarked
package imprint.launch;

import org.jspecify.annotations.NullMarked;
