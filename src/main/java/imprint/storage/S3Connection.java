package imprint.storage;

import imprint.failure.Failure;
import io.minio.HeadObjectArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * A bucket as the parts of one storage reach it: its client, its keys, and what its errors mean.
 */
final class S3Connection {
  /** Answers of a server that may do better at once. */
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  private static final long RETRY_MILLIS = 200;
  private static final int REQUESTS = 256;
  private static final int IDLE_CONNECTIONS = 16;
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int SHARD = 2;

  private final String storage;
  private final S3Place place;
  private final OkHttpClient http;
  private final MinioAsyncClient client;
  private final MinioAsyncClient patient;

  S3Connection(String storage, S3Place place, S3Limits limits) {
    this.storage = storage;
    this.place = place;
    this.http = http(limits);
    this.client = client(http);
    this.patient = client(within(http, limits.patient()));
  }

  /** What all clients have in common: reading the certificates this machine trusts takes long. */
  private static final class Basis {
    static final OkHttpClient HTTP = Http.newDefaultClient();
  }

  String storage() {
    return storage;
  }

  S3Place place() {
    return place;
  }

  String bucket() {
    return place.bucket();
  }

  /** The plain client beneath, for requests that are not S3's. */
  OkHttpClient http() {
    return http;
  }

  MinioAsyncClient client() {
    return client;
  }

  /** The client for copies within the bucket, which answer late. */
  MinioAsyncClient patient() {
    return patient;
  }

  /** What every key begins with. */
  String root() {
    return place.prefix();
  }

  /** What the keys of blobs begin with. */
  String blobs() {
    return place.prefix() + "blobs/";
  }

  String blob(UUID key) {
    return blobs() + key.toString().substring(0, SHARD) + "/" + key;
  }

  /** What the waiting places begin with. */
  String incoming() {
    return place.prefix() + "incoming/";
  }

  /** The waiting place of a key. */
  String incoming(UUID key) {
    return incoming() + key;
  }

  /**
   * The answer to a request.
   *
   * @throws imprint.failure.Failure what the fault means
   */
  <T> T await(String doing, Supplier<CompletableFuture<T>> request) {
    try {
      return request.get().get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw S3Faults.failure(storage, doing, interrupted);
    } catch (Exception failed) {
      throw S3Faults.failure(storage, doing, failed);
    }
  }

  /** The size of an object in bytes, -1 when it is absent. */
  long size(String object) {
    HeadObjectArgs args = HeadObjectArgs.builder().bucket(bucket()).object(object).build();
    try {
      return await("read", () -> client.headObject(args)).size();
    } catch (Failure.DataLoss absent) {
      return -1;
    }
  }

  private MinioAsyncClient client(OkHttpClient http) {
    MinioAsyncClient.Builder builder =
        MinioAsyncClient.builder().endpoint(place.endpoint()).httpClient(http);
    if (place.region() != null) {
      builder.region(place.region());
    } else if (!place.endpoint().contains("amazonaws.com")) {
      builder.region("us-east-1"); // else each first request would ask for it
    }
    if (place.accessKey() != null && place.secretKey() != null) {
      builder.credentials(place.accessKey(), place.secretKey());
    }
    return builder.build();
  }

  private static OkHttpClient http(S3Limits limits) {
    Dispatcher dispatcher =
        new Dispatcher(
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s3-", 0).factory()));
    dispatcher.setMaxRequests(REQUESTS);
    dispatcher.setMaxRequestsPerHost(REQUESTS);
    OkHttpClient.Builder builder =
        Basis.HTTP
            .newBuilder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(
                    IDLE_CONNECTIONS, IDLE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
            .protocols(List.of(okhttp3.Protocol.HTTP_1_1))
            // a signed request is valid for one host
            .followRedirects(false);
    builder.interceptors().clear();
    builder.addInterceptor(
        new Http.StatusRetryInterceptor(PASSING, RETRY_MILLIS, limits.attempts()));
    return within(builder.build(), limits);
  }

  private static OkHttpClient within(OkHttpClient http, S3Limits limits) {
    return http.newBuilder()
        .connectTimeout(limits.connect())
        .readTimeout(limits.silence())
        .writeTimeout(limits.silence())
        .build();
  }
}
