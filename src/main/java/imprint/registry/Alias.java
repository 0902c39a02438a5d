package imprint.registry;

/** A name that points at a version of a model. */
public record Alias(String name, int number) {}
