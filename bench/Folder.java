import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder of many files, listed page after page, from the last to the first again. */
final class Folder {
  private static final int PAGE = 1000;
  private static final int UPLOADERS = 8;
  private static final byte[] FILE = "\"is_dir\"".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NEXT = Pattern.compile("\"next_page_token\"\\s*:\\s*\"([^\"]+)\"");

  private Folder() {}

  /** MLflow knows no pages and answers with all files each time. */
  static Scenario list(int files, String suffix) {
    return new Scenario(
        "list %,d files".formatted(files),
        (api, connections) -> {
          String experiment = api.createExperiment("bench-files-" + suffix);
          String run = api.createRun(experiment);
          Api.each(UPLOADERS, i -> upload(api, experiment + "/" + run, i, files));
          return _ -> new Pages(run, files);
        });
  }

  /** Every eighth file, beginning with one. */
  private static void upload(Api api, String root, int first, int files) {
    try (Connection connection = api.connect()) {
      for (int i = first; i < files; i += UPLOADERS) {
        String path =
            "/api/2.0/mlflow-artifacts/artifacts/%s/artifacts/many/file-%06d".formatted(root, i);
        int status = connection.send(Request.put(path, "file " + i));
        if (status != 200) {
          throw new IllegalStateException(path + " answered " + status + ": " + connection.start());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Pages implements Scenario.Task {
    private final String first;
    private final int files;
    private String next = "";
    private int seen;

    Pages(String run, int files) {
      this.first = "artifacts/list?run_id=%s&path=many&max_results=%d".formatted(run, PAGE);
      this.files = files;
    }

    @Override
    public Request next() {
      return Request.get(first + next);
    }

    @Override
    public String problem(Connection answer) {
      seen += answer.count(FILE);
      Matcher token = NEXT.matcher(answer.text());
      if (token.find()) {
        next = "&page_token=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        return "";
      }
      int all = seen;
      next = "";
      seen = 0;
      return all == files ? "" : "%d files instead of %d".formatted(all, files);
    }
  }
}
