/**
 * The way to PostgreSQL: connections, transactions, arrays, and what a violated constraint means.
 * Only stores and the search compiler use it.
 */
@NullMarked
package imprint.sql;

import org.jspecify.annotations.NullMarked;
