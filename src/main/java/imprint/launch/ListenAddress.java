package imprint.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where the server listens.
 *
 * @param host a name or address of this machine
 * @param port 1 to 65535
 */
record ListenAddress(String host, int port) {
  private static final int LARGEST_PORT = 65535;

  /**
   * Checks that the address exists on this machine and is free.
   *
   * @param port 0 means any free one
   * @throws Refusal when it is not
   */
  static ListenAddress free(String host, int port) {
    if (port < 0 || port > LARGEST_PORT) {
      throw new Refusal("Port " + port + " is out of range; --port takes 1 to 65535.");
    }
    InetAddress address = resolve(host);
    try (ServerSocket probe = new ServerSocket()) {
      // as the server itself will bind: connections of the last run in TIME_WAIT are no obstacle
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return new ListenAddress(host, probe.getLocalPort());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("in use")) {
        throw new Refusal(
            "Port "
                + port
                + " on "
                + host
                + " is in use by another program; choose one with --port.");
      }
      throw new Refusal("Cannot listen on " + host + ":" + port + " (" + message + ").");
    }
  }

  /** Whether only this machine reaches it. */
  boolean isLoopback() {
    return resolve(host).isLoopbackAddress();
  }

  /**
   * Lets nobody but this machine in as long as the server knows no users.
   *
   * @param known whether it does: there is an admin's token
   * @param allowed the operator said that something in front of the server keeps strangers out
   */
  void requireSafe(boolean known, boolean allowed) {
    if (known || isLoopback()) {
      return;
    }
    String fact = host + " is reachable from other machines and this server has no admin's token";
    if (!allowed) {
      throw new Refusal(
          fact
              + "; make one (imprint token create NAME --role admin), listen on 127.0.0.1, or, behind"
              + " something that keeps strangers out, add --allow-unauthenticated.");
    }
    System.err.println(
        "imprint: WARNING: " + fact + ": whoever reaches it may read and change everything.");
  }

  /** Whether it is every address of this machine, such as {@code 0.0.0.0}. */
  boolean isEvery() {
    return resolve(host).isAnyLocalAddress();
  }

  /**
   * For instance {@code http://127.0.0.1:5000}: of this machine's own address where the server
   * listens on every one, as no request can be addressed to all of them.
   */
  String url() {
    String reached = isEvery() ? "127.0.0.1" : host;
    String name = reached.contains(":") && !reached.startsWith("[") ? "[" + reached + "]" : reached;
    return "http://" + name + ":" + port;
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new Refusal("This machine does not know the host " + host + "; check --host.");
    }
  }
}
