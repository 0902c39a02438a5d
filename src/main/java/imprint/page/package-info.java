/** Pages of a list and the opaque tokens that continue it. */
@NullMarked
package imprint.page;

import org.jspecify.annotations.NullMarked;
