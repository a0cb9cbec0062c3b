package io.lakebeam.source;

import java.io.Serializable;
import org.apache.paimon.types.DataType;

/**
 * A column of a source table.
 *
 * @param name its name in the source
 * @param type the source's own name of its type, with its parameters: {@code numeric(12,2)}
 * @param lakeType the lake's type for it, nullable unless the column is part of the key
 */
public record SourceColumn(String name, String type, DataType lakeType) implements Serializable {}
