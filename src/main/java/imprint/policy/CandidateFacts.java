package imprint.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of a candidate. What is supplied is asked for at most once, when a rule needs it.
 *
 * @param id the run's
 * @param status as {@code FINISHED}
 * @param user who made it: its author, where approvals ask for another
 * @param files those that the version would hold, named from the candidate's root
 * @param hasSignature whether the model declares its inputs and outputs
 * @param checks the newest of each name
 */
public record CandidateFacts(
    String id,
    String name,
    String status,
    String user,
    Map<String, String> params,
    Map<String, String> tags,
    Metrics metrics,
    Supplier<List<FileFacts>> files,
    boolean hasSignature,
    Supplier<List<DatasetFacts>> datasets,
    Supplier<List<CheckFacts>> checks) {
  public CandidateFacts {
    files = Once.of(files);
    datasets = Once.of(datasets);
    checks = Once.of(checks);
  }

  /**
   * A file.
   *
   * @param path from the candidate's root
   * @param size in bytes
   */
  public record FileFacts(String path, long size) {}

  /**
   * A dataset that the candidate read.
   *
   * @param context what for, such as {@code training}; may be empty
   * @param approved whether the dataset was approved; empty when nobody said
   * @param age since it was made; empty when that is not known
   */
  public record DatasetFacts(
      String name,
      String digest,
      String context,
      Optional<Boolean> approved,
      Optional<Duration> age) {}

  /**
   * What CI or a person says of the candidate.
   *
   * @param status any word; {@code pending}, {@code queued} and {@code running} mean that it is
   *     still to come
   * @param url where to look it up; may be empty
   * @param issuer who says so; may be empty
   */
  public record CheckFacts(String name, String status, String url, String issuer) {}
}
