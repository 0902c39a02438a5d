package imprint.access;

import java.util.Set;

/**
 * Who sends a request, and what they may do.
 *
 * @param name the name of the token; what records of deeds name
 * @param permissions those of the role
 */
public record Identity(String name, Role role, Set<Permission> permissions) {
  /** Everybody, while no token exists. */
  static final Identity LOCAL = new Identity("local", Role.ADMIN);

  Identity(String name, Role role) {
    this(name, role, role.permissions());
  }
}
