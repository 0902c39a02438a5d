/**
 * Places for bytes: named storages, each a folder or a bucket of an S3 server, that keep blobs
 * under keys the server chose. What the bytes mean is known elsewhere.
 */
@NullMarked
package imprint.storage;

import org.jspecify.annotations.NullMarked;
