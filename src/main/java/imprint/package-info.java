/** The program: its command line. */
@NullMarked
package imprint;

import org.jspecify.annotations.NullMarked;
