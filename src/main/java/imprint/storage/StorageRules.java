package imprint.storage;

import imprint.failure.Failure;
import io.minio.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values a storage may have, alone and beside the others. */
final class StorageRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** S3's rules for buckets, less names that are addresses. */
  private static final Pattern BUCKET =
      Pattern.compile("(?!.*\\.\\.)(?![0-9.]+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Pattern PREFIX =
      Pattern.compile("((?!\\.{1,2}/)[A-Za-z0-9!_.*'()-]+/){0,20}");
  private static final int LONGEST_PREFIX = 200;
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,256}");
  private static final int MOST_PORT = 65_535;

  private StorageRules() {}

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new Failure.Invalid(
          "name",
          "The name of a storage is lower-case letters, digits and hyphens, begins with a letter or"
              + " digit and has at most 63 characters.");
    }
  }

  static void requireKind(String kind) {
    if (!kind.equals(StorageEntity.FOLDER) && !kind.equals(StorageEntity.S3)) {
      throw new Failure.Invalid("kind", "The kind of a storage is 'folder' or 's3'.");
    }
  }

  /** Gives a row new values. What stays null in the change stays in the row. */
  static void apply(StorageEntity row, StorageChange change, Sealing sealing) {
    if (row.kind.equals(StorageEntity.FOLDER)) {
      refuse("endpoint", change.endpoint(), "bucket");
      refuse("region", change.region(), "bucket");
      refuse("bucket", change.bucket(), "bucket");
      refuse("prefix", change.prefix(), "bucket");
      refuse("access_key", change.accessKey(), "bucket");
      refuse("secret_key", change.secretKey(), "bucket");
      row.folder = change.folder() == null ? row.folder : normal(change.folder());
      return;
    }
    refuse("folder", change.folder(), "folder");
    row.endpoint = change.endpoint() == null ? row.endpoint : endpoint(change.endpoint());
    row.region = change.region() == null ? row.region : emptyAsNull(change.region());
    row.bucket = change.bucket() == null ? row.bucket : change.bucket();
    row.prefix = change.prefix() == null ? row.prefix : change.prefix();
    row.allowHttp = change.allowHttp() == null ? row.allowHttp : change.allowHttp();
    row.direct = change.direct() == null ? row.direct : change.direct();
    applyCredentials(row, change, sealing);
  }

  private static void refuse(String field, @Nullable String value, String kind) {
    if (value != null && !value.isEmpty()) {
      throw new Failure.Invalid(field, "'" + field + "' is of a " + kind + ", which this is not.");
    }
  }

  private static void applyCredentials(StorageEntity row, StorageChange change, Sealing sealing) {
    String access = change.accessKey();
    String secret = change.secretKey();
    if (access != null && access.isEmpty()) {
      if (secret != null && !secret.isEmpty()) {
        throw new Failure.Invalid("access_key", "A secret key needs its access key.");
      }
      row.accessKey = null;
      row.secretKey = null;
      return;
    }
    if (access != null && !access.equals(row.accessKey) && secret == null) {
      throw new Failure.Invalid("secret_key", "A new access key needs its secret key.");
    }
    if (secret != null && access == null && row.accessKey == null) {
      throw new Failure.Invalid("access_key", "A secret key needs its access key.");
    }
    if (access != null) {
      requireKey("access_key", access);
      row.accessKey = access;
    }
    if (secret != null) {
      requireKey("secret_key", secret);
      row.secretKey = sealing.resealed(row.secretKey, secret, row.name);
    }
  }

  private static void requireKey(String field, String value) {
    if (!KEY.matcher(value).matches()) {
      throw new Failure.Invalid(field, "'" + field + "' is 1 to 256 visible ASCII characters.");
    }
  }

  /**
   * A row whose values are whole, each right by itself and none in the way of another storage.
   *
   * @param data the server's own folder, where no other storage may be
   */
  static void require(StorageEntity row, List<StorageEntity> others, Path data) {
    if (row.kind.equals(StorageEntity.FOLDER)) {
      requireFolder(row, others, data);
      return;
    }
    String endpoint = present("endpoint", row.endpoint);
    String bucket = present("bucket", row.bucket);
    if (!BUCKET.matcher(bucket).matches()) {
      throw new Failure.Invalid(
          "bucket",
          "A bucket's name is 3 to 63 lower-case letters, digits, dots and hyphens, and no address.");
    }
    if (row.region != null && !REGION.matcher(row.region).matches()) {
      throw new Failure.Invalid("region", "A region is a word such as eu-central-1.");
    }
    if (row.prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(row.prefix).matches()) {
      throw new Failure.Invalid(
          "prefix",
          "A prefix is empty or ends with '/', does not begin with it, and has letters, digits and"
              + " !_.*'()- between; at most 200 characters.");
    }
    if (endpoint.startsWith("http:") && !row.allowHttp && !isLoopback(endpoint)) {
      throw new Failure.Invalid(
          "endpoint",
          "The endpoint must be https: what is sent by http can be read and altered on its way. Set"
              + " allow_http to allow it.");
    }
    for (StorageEntity other : others) {
      if (endpoint.equals(other.endpoint)
          && bucket.equals(other.bucket)
          && (row.prefix.startsWith(other.prefix) || other.prefix.startsWith(row.prefix))) {
        throw new Failure.Invalid(
            "prefix", "The storage '" + other.name + "' keeps its files at this place already.");
      }
    }
  }

  private static void requireFolder(StorageEntity row, List<StorageEntity> others, Path data) {
    if (row.name.equals(OpenStorages.LOCAL)) {
      return;
    }
    Path folder = real(Path.of(present("folder", row.folder)));
    if (overlap(folder, real(data))) {
      throw new Failure.Invalid("folder", "The folder overlaps the data folder of this server.");
    }
    for (StorageEntity other : others) {
      if (other.folder != null && overlap(folder, real(Path.of(other.folder)))) {
        throw new Failure.Invalid(
            "folder", "The folder overlaps that of the storage '" + other.name + "'.");
      }
    }
  }

  private static String present(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new Failure.Invalid(field, "'" + field + "' is missing.");
    }
    return value;
  }

  private static boolean overlap(Path one, Path other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** The path with links followed as far as it exists. */
  private static Path real(Path path) {
    Path existing = path.toAbsolutePath().normalize();
    Path whole = existing;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = Objects.requireNonNull(existing.getParent());
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(whole)).normalize();
    } catch (IOException unreadable) {
      return whole;
    }
  }

  private static String normal(String folder) {
    try {
      Path path = Path.of(folder);
      if (path.isAbsolute() && path.normalize().getNameCount() > 0) {
        return path.normalize().toString();
      }
    } catch (InvalidPathException noPath) {
      // told below
    }
    throw new Failure.Invalid("folder", "The folder must be an absolute path, and not the root.");
  }

  private static @Nullable String emptyAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Scheme, host and port in lower case, and nothing else. */
  private static String endpoint(String text) {
    try {
      URI uri = new URI(text.strip().toLowerCase(Locale.ROOT));
      String scheme = String.valueOf(uri.getScheme());
      String path = String.valueOf(uri.getRawPath());
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (path.isEmpty() || path.equals("/"));
      if (bare
          && (scheme.equals("http") || scheme.equals("https"))
          && uri.getPort() != 0
          && uri.getPort() <= MOST_PORT) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String endpoint = scheme + "://" + uri.getHost() + port;
        var _ = new Http.BaseUrl(endpoint); // refuses hosts of Amazon that are no S3
        return endpoint;
      }
    } catch (URISyntaxException | IllegalArgumentException noEndpoint) {
      // told below
    }
    throw new Failure.Invalid(
        "endpoint",
        "The endpoint is http:// or https://, a host and perhaps a port, such as"
            + " https://s3.example.org:9000.");
  }

  private static boolean isLoopback(String endpoint) {
    String host = URI.create(endpoint).getHost();
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
