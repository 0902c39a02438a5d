/**
 * Files of candidates, logged models and projects: names in PostgreSQL that point at blobs, and
 * blobs under keys the server chose. No text of a caller ever becomes a file path.
 */
@NullMarked
package imprint.artifact;

import org.jspecify.annotations.NullMarked;
