/**
 * Files that do not come as one request to this server: in parts, or under signed URLs, and then
 * perhaps past it. What is on its way is no artifact until it is whole.
 */
@NullMarked
package imprint.upload;

import org.jspecify.annotations.NullMarked;
