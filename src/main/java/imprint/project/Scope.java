package imprint.project;

/**
 * What a request acts in: every use case takes it first, and every statement is bound to its
 * project.
 *
 * @param project the project's number
 * @param actor the name on records of what was done
 */
public record Scope(long project, String actor) {}
