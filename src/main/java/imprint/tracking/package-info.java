/** Experiments, candidates and what is logged for them. */
@NullMarked
package imprint.tracking;

import org.jspecify.annotations.NullMarked;
