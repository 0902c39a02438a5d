package imprint.registry;

import imprint.artifact.ArtifactPath;
import org.jspecify.annotations.Nullable;

/**
 * Where a version comes from, found out.
 *
 * @param text as the client named it
 * @param files the file or folder on this server; null when the bytes lie elsewhere, or there are
 *     none
 * @param runId the candidate; empty for none
 * @param loggedModelId empty for none
 * @param path below the root of the run or logged model; empty for the root
 * @param signature MLflow's signature as JSON; null without one
 * @param digest of the files whose signature this is; null without files
 */
public record VersionSource(
    String text,
    @Nullable ArtifactPath files,
    String runId,
    String loggedModelId,
    String path,
    @Nullable String signature,
    @Nullable String digest) {

  VersionSource read(@Nullable String foundSignature, @Nullable String foundDigest) {
    return new VersionSource(text, files, runId, loggedModelId, path, foundSignature, foundDigest);
  }
}
