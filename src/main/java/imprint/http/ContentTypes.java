package imprint.http;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Set;

/**
 * The content type of a file by its name. Text is {@code text/plain} by MLflow's list ({@code
 * mlflow/utils/mime_type_utils.py}); so is markup that a browser would run, which MLflow sends as
 * what it is.
 */
public final class ContentTypes {
  private static final String TEXT = "text/plain";
  private static final String BYTES = "application/octet-stream";
  private static final Set<String> TEXT_EXTENSIONS =
      Set.of(
          "txt",
          "log",
          "err",
          "cfg",
          "conf",
          "cnf",
          "cf",
          "ini",
          "properties",
          "prop",
          "hocon",
          "toml",
          "yaml",
          "yml",
          "xml",
          "json",
          "js",
          "py",
          "py3",
          "csv",
          "tsv",
          "md",
          "rst",
          "ipynb",
          "mlmodel",
          "mlproject");
  private static final Set<String> ACTIVE_EXTENSIONS =
      Set.of(
          "html", "htm", "xhtml", "xht", "shtml", "mhtml", "mht", "svg", "svgz", "xsl", "xslt",
          "mjs");

  private ContentTypes() {}

  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (TEXT_EXTENSIONS.contains(extension) || ACTIVE_EXTENSIONS.contains(extension)) {
      return TEXT;
    }
    // A query or fragment would be cut off the name by the guess, so only its end is shown to it.
    String guess = dot < 0 ? null : URLConnection.guessContentTypeFromName("x." + extension);
    return guess == null || guess.startsWith("text/html") ? BYTES : guess;
  }
}
