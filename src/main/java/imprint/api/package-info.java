/** Our own REST API, {@code /api/v1}. Its errors are problem documents (RFC 9457). */
@NullMarked
package imprint.api;

import org.jspecify.annotations.NullMarked;
