package imprint.registry;

import imprint.failure.Failure;
import imprint.tracking.Limits;
import imprint.tracking.Tag;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What names and values of the registry may be. The rules and their wording are MLflow's, unless
 * said otherwise.
 */
public final class RegistryLimits {
  /** Characters of a model's name. */
  public static final int MODEL_NAME = 256;

  /** Characters of the value of such a tag. */
  public static final int TAG_VALUE = 100_000;

  /** Characters of a description. */
  public static final int DESCRIPTION = 100_000;

  /** Characters of the source of a version, and of its run link. */
  public static final int SOURCE = 2_048;

  /** Characters of the reason of a move or of a change of state. */
  public static final int REASON = 4_000;

  private static final Pattern ALIAS =
      Pattern.compile("[\\w-]{1,255}", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern NUMBERED = Pattern.compile("[vV]\\d+");
  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private RegistryLimits() {}

  /** Checks the name of a model. */
  public static void modelName(String field, String name) {
    if (name.isBlank()) {
      throw new Failure.Invalid(
          field,
          "Missing value for required parameter '"
              + field
              + "'. See the API docs for more information about request parameters.");
    }
    if (name.contains("/") || name.contains(":") || name.equals(".") || name.equals("..")) {
      throw new Failure.Invalid(
          field,
          "Invalid model name '" + Failure.echo(name) + "'. Names cannot contain '/' or ':'.");
    }
    Limits.length(field, "Registered model name", name, MODEL_NAME);
    boolean clean =
        name.equals(name.strip())
            && name.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    if (!clean) {
      throw new Failure.Invalid(
          field,
          "Invalid model name. Names hold no control or invisible characters and no space at either end.");
    }
  }

  /** Checks the form of the name of an alias. */
  public static void aliasForm(String name) {
    if (!ALIAS.matcher(name).matches()) {
      throw new Failure.Invalid(
          "alias",
          "Invalid alias name: '"
              + Failure.echo(name)
              + "'. It has 1 to 255 characters: letters, digits, _ and -.");
    }
  }

  /** Checks the name of an alias. Names that mean something else already are refused. */
  public static void alias(String name) {
    aliasForm(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("latest")) {
      throw new Failure.Invalid("alias", "'latest' alias name (case insensitive) is reserved.");
    }
    if (NUMBERED.matcher(name).matches()) {
      throw new Failure.Invalid("alias", "Version alias name '" + name + "' is reserved.");
    }
    if (lower.equals(Reference.LATEST_APPROVED)
        || name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Failure.Invalid(
          "alias",
          "The alias name '" + name + "' is reserved: it means something else in a reference.");
    }
  }

  /** Checks the name of a channel. */
  public static void channel(String field, String name) {
    if (!CHANNEL.matcher(name).matches()
        || name.startsWith("latest")
        || NUMBERED.matcher(name).matches()
        || name.equals("none")
        || name.equals("archived")) {
      throw new Failure.Invalid(
          field,
          "'"
              + Failure.echo(name)
              + "' for '"
              + field
              + "' cannot name a channel. Expected a lower-case letter, then up to 62 of a-z, 0-9 and -; not a name"
              + " that means something else in a reference.");
    }
  }

  static void tags(List<Tag> tags) {
    for (int i = 0; i < tags.size(); i++) {
      tag("tags[" + i + "].", tags.get(i));
    }
  }

  static void tag(String prefix, Tag tag) {
    tagKey(prefix + "key", tag.key());
    Limits.length(prefix + "value", "Registered model value", tag.value(), TAG_VALUE);
  }

  /** Checks the number of characters of a text that our own API names by its field. */
  public static void text(String field, String text, int most) {
    Limits.length(field, field, text, most);
  }

  static void tagKey(String field, String key) {
    Limits.name(field, "Registered model key", key);
  }
}
