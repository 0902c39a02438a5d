/** Projects, the scope of everything, and the scope a caller acts in. */
@NullMarked
package imprint.project;

import org.jspecify.annotations.NullMarked;
