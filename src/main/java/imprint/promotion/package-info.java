/** What moves a version through channels and stages, by the rules that hold for it. */
@NullMarked
package imprint.promotion;

import org.jspecify.annotations.NullMarked;
