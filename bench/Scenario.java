/**
 * One kind of request that is measured.
 *
 * @param isOurs whether only Imprint knows it
 */
record Scenario(String name, Preparation preparation, boolean isOurs) {
  Scenario(String name, Preparation preparation) {
    this(name, preparation, false);
  }

  /** One that only Imprint knows; no other server is asked. */
  static Scenario ours(String name, Preparation preparation) {
    return new Scenario(name, preparation, true);
  }

  /** Creates what the requests need, before any clock runs. */
  interface Preparation {
    Load prepare(Api api, int connections);
  }

  /** What is prepared: for each connection a task of its own. */
  interface Load {
    Task task(int connection);

    /** After the last answer: what is wrong with what the server kept, or nothing. */
    default String verify() {
      return "";
    }
  }

  /** One connection's endless supply of requests; used by one thread at a time. */
  interface Task {
    Request next();

    /** What is wrong with an answer of status 200 to the last request, or nothing. */
    String problem(Connection answer);
  }
}
