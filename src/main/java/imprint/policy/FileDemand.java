package imprint.policy;

import imprint.policy.CandidateFacts.FileFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * There is a file of this name, and none is larger than told; or there is no file of a forbidden
 * name.
 */
record FileDemand(Optional<Glob> file, OptionalLong maxSize, Optional<Glob> forbidden)
    implements Demand {
  /** Names that a message shows. */
  private static final int SHOWN = 3;

  static FileDemand read(Fields fields) {
    OptionalLong maxSize =
        fields
            .parsed("max_size", FileDemand::size, "a size such as 200MB, 1GiB or a number of bytes")
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
    if (maxSize.isPresent() && !fields.has("file")) {
      throw fields.keyAt("max_size").error("expected 'file' beside 'max_size', as in \"**\"");
    }
    return new FileDemand(glob(fields, "file"), maxSize, glob(fields, "forbid"));
  }

  private static Optional<Long> size(String text) {
    OptionalLong bytes = ByteSize.read(text);
    return bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty();
  }

  private static Optional<Glob> glob(Fields fields, String key) {
    return fields.text(key).map(source -> Glob.compile(source, fields.at(key)));
  }

  @Override
  public RuleKind kind() {
    return RuleKind.FILE;
  }

  @Override
  public List<String> idParts() {
    List<String> parts = new ArrayList<>();
    file.ifPresent(glob -> parts.add(glob.toString()));
    maxSize.ifPresent(bytes -> parts.add("max_size"));
    forbidden.ifPresent(glob -> parts.addAll(List.of("forbid", glob.toString())));
    return parts;
  }

  @Override
  public Finding judge(Facts facts) {
    List<FileFacts> files = facts.candidate().files().get();
    if (forbidden.isPresent()) {
      List<FileFacts> found = matching(files, forbidden.get());
      if (!found.isEmpty()) {
        return Finding.of(false, wanted(), names(found), "forbidden by policy: " + names(found));
      }
    }
    if (file.isEmpty()) {
      return Finding.absent(true, wanted(), "no file matches " + forbidden.orElseThrow());
    }
    List<FileFacts> found = matching(files, file.get());
    if (found.isEmpty()) {
      return Finding.absent(false, wanted(), "no file matches " + file.get());
    }
    List<FileFacts> tooLarge =
        found.stream().filter(one -> one.size() > maxSize.orElse(Long.MAX_VALUE)).toList();
    if (!tooLarge.isEmpty()) {
      String sizes = sizes(tooLarge);
      return Finding.of(false, wanted(), sizes, "%s, wanted %s".formatted(sizes, wanted()));
    }
    return Finding.of(true, wanted(), names(found), "found " + names(found));
  }

  private static List<FileFacts> matching(List<FileFacts> files, Glob glob) {
    return files.stream().filter(one -> glob.matches(one.path())).toList();
  }

  private static String names(List<FileFacts> files) {
    return shown(files, files.stream().limit(SHOWN).map(FileFacts::path).toList());
  }

  private static String sizes(List<FileFacts> files) {
    return shown(
        files,
        files.stream()
            .limit(SHOWN)
            .map(one -> one.path() + " has " + ByteSize.text(one.size()))
            .toList());
  }

  private static String shown(List<FileFacts> all, List<String> first) {
    String text = String.join(", ", first);
    return all.size() > SHOWN ? text + " and %d more".formatted(all.size() - SHOWN) : text;
  }

  private String wanted() {
    List<String> parts = new ArrayList<>();
    file.ifPresent(glob -> parts.add("a file " + glob));
    maxSize.ifPresent(bytes -> parts.add("at most %s each".formatted(ByteSize.text(bytes))));
    forbidden.ifPresent(glob -> parts.add("no file " + glob));
    return String.join(", ", parts);
  }
}
