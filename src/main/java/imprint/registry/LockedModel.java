package imprint.registry;

/** A model that nobody else can change until the transaction ends that locked it. */
public record LockedModel(long id, String name, int lastNumber) {}
