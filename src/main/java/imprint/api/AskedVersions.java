package imprint.api;

import imprint.access.Caller;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The versions that requests name by references. */
@ApplicationScoped
class AskedVersions {
  /** What OpenAPI tells of a reference in a path. */
  static final String REFERENCE =
      "A reference, percent-encoded: 7, 1.4.2, ^1.2, an alias, a channel, latest, latest-approved, sha256:….";

  /** What OpenAPI tells of the moment. */
  static final String AT =
      "An instant of RFC 3339: the reference is resolved as it was then. Not counted as a use.";

  private final References references;
  private final Caller caller;

  AskedVersions(References references, Caller caller) {
    this.references = references;
    this.caller = caller;
  }

  /** The version that a reference means, now or at a moment; one that was withdrawn is missing. */
  ModelVersion used(String model, Reference reference, @Nullable Instant at) {
    return at == null
        ? references.resolve(caller.scope(), model, reference)
        : references.resolve(caller.scope(), model, reference, at);
  }

  /** The same of a reference as it stands in a path. */
  ModelVersion used(String model, String reference, @Nullable Instant at) {
    return used(model, parse(reference), at);
  }

  /** The version that a reference means now, whatever its state; not counted as a use. */
  ModelVersion any(String model, String reference) {
    return references.require(caller.scope(), model, parse(reference));
  }

  /** The same of a reference that stands in the field of a body. */
  ModelVersion named(String field, String model, String reference) {
    return references.require(caller.scope(), model, Reference.parse(field, reference));
  }

  static Reference parse(String reference) {
    return Reference.parse("ref", reference);
  }
}
