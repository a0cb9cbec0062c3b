package io.lakebeam.example;

/**
 * What a check found.
 *
 * @param name what was checked
 * @param passed whether it held
 * @param detail what was wrong, or that nothing was
 */
public record Finding(String name, boolean passed, String detail) {}
