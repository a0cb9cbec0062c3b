package io.lakebeam.infer;

import java.util.Optional;

/**
 * A column as a project file could have it.
 *
 * @param name in the lake
 * @param title in the files
 * @param type as the project file names it
 * @param nulls how many records had nothing in it
 * @param note why it has that type, where that needs a word
 * @param mask what people in it could be masked with
 */
public record InferredColumn(
    String name,
    String title,
    String type,
    long nulls,
    Optional<String> note,
    Optional<String> mask) {}
