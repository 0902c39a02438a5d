/** What every HTTP surface of the program shares: files on the wire, names in targets, failures. */
@NullMarked
package imprint.http;

import org.jspecify.annotations.NullMarked;
