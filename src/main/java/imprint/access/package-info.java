/**
 * Who may do what: permissions, the rule that every endpoint names one, and the caller of a
 * request.
 */
@NullMarked
package imprint.access;

import org.jspecify.annotations.NullMarked;
