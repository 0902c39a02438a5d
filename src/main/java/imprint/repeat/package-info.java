/** Requests that may be sent twice and happen once: what was answered to an Idempotency-Key. */
@NullMarked
package imprint.repeat;

import org.jspecify.annotations.NullMarked;
