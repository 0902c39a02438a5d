package imprint.artifact;

/**
 * What a sweep freed, or would free.
 *
 * @param discardedBlobs blobs that were overwritten or deleted
 * @param discardedBytes their bytes
 * @param strayObjects objects of the storages that no blob and no upload knows, left behind by a
 *     process that died or sent under a URL that had been used; an upload in parts is one
 * @param strayBytes their bytes
 */
public record SweepReport(
    long discardedBlobs, long discardedBytes, long strayObjects, long strayBytes) {}
