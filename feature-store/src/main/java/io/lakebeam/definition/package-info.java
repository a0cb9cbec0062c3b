/**
 * The project file as immutable records: what a project's sources, tables, entities, features and
 * models are, apart from any engine that runs them.
 *
 * <p>{@link io.lakebeam.definition.ProjectFile#read} is the way in; every record checks itself,
 * {@link io.lakebeam.definition.Project} also what its parts say of each other. To widen the file
 * format: add the component to its record with its check, read it in {@code ProjectReader}, and add
 * a good and a bad case to {@code ProjectFileTest}.
 *
 * <p>Variables ({@code ${NAME}}, {@code ${NAME:-default}}) are for {@code lake} and {@code sources}
 * alone, where one environment differs from another; the rest is the definition, and {@link
 * io.lakebeam.definition.Project#version} its fingerprint.
 */
package io.lakebeam.definition;
