package io.lakebeam.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.definition.FilesOutput;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One making of a data set, as {@code _publication.json} in its folder says it.
 *
 * @param id its folder's name
 * @param table of the lake
 * @param snapshot which its rows are of
 * @param format how its files are written
 * @param columns types by their columns, those of folders' names among them
 * @param partitionBy the columns that are in folders' names
 * @param previous the id of the one before it; null: none
 * @param rows how many there are
 * @param files those that it is made of, by their paths in its folder
 */
record Publication(
    @JsonProperty("id") String id,
    @JsonProperty("table") String table,
    @JsonProperty("snapshot") long snapshot,
    @JsonProperty("format") String format,
    @JsonProperty("columns") Map<String, String> columns,
    @JsonProperty("partition_by") List<String> partitionBy,
    @JsonProperty("previous") @Nullable String previous,
    @JsonProperty("rows") long rows,
    @JsonProperty("files") List<FilePart> files)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file of it.
   *
   * @param path in the publication's folder
   */
  record FilePart(
      @JsonProperty("path") String path,
      @JsonProperty("rows") long rows,
      @JsonProperty("bytes") long bytes)
      implements Serializable {}

  /** One that has no files yet. */
  static Publication of(
      String id,
      PublishedRows of,
      FilesOutput to,
      Map<String, String> columns,
      @Nullable String previous) {
    return new Publication(
        id,
        of.table().toString(),
        of.snapshot(),
        to.format().key(),
        columns,
        to.partitionBy(),
        previous,
        0,
        List.of());
  }

  static Publication parse(String json) throws JsonProcessingException {
    return JSON.readValue(json, Publication.class);
  }

  /** The same, made of these files. */
  Publication with(List<FilePart> its) {
    return new Publication(
        id,
        table,
        snapshot,
        format,
        columns,
        partitionBy,
        previous,
        its.stream().mapToLong(FilePart::rows).sum(),
        its);
  }

  /** Whether the other one is of the same rows, written in the same way. */
  boolean hasSameRowsAs(Publication other) {
    return table.equals(other.table)
        && snapshot == other.snapshot
        && format.equals(other.format)
        && columns.equals(other.columns)
        && List.copyOf(columns.keySet()).equals(List.copyOf(other.columns.keySet()))
        && partitionBy.equals(other.partitionBy);
  }

  String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
