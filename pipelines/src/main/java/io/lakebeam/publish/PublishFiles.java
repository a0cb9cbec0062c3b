package io.lakebeam.publish;

import io.lakebeam.definition.FilesOutput;
import io.lakebeam.definition.OutputDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;

/** An output as files: a folder that is written whole, and then shown. */
final class PublishFiles {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final String job;
  private final OutputDefinition output;
  private final FilesOutput to;
  private final FileAccess access;
  private final Runner runner;
  private final Clock clock;

  PublishFiles(
      Project project, OutputDefinition output, FilesOutput to, Runner runner, Clock clock) {
    this.job = project.name() + "-publish-" + output.name().replace('_', '-');
    this.output = output;
    this.to = to;
    this.access = to.access(project.lake());
    this.runner = runner;
    this.clock = clock;
  }

  /** Publishes these rows, if they are not what is published. */
  Map<String, Object> publish(PublishedRows rows) throws IOException {
    requirePartitions(rows);
    Publications publications = Publications.at(to.path(), access);
    publications.clean(Math.max(2, to.keep()));
    Optional<Publication> current = publications.current();
    Publication next =
        Publication.of(
            "%s-s%d".formatted(ID.format(clock.instant()), rows.snapshot()),
            rows,
            to,
            columns(rows),
            current.map(Publication::id).orElse(null));
    if (current.isPresent() && current.get().hasSameRowsAs(next)) {
      return result(current.get(), true);
    }
    String folder = publications.folder(next.id()).toString();
    run(rows, next, new FilesPlan(access, folder, to.format(), rows.type(), to.partitionBy()));
    Publication whole =
        publications
            .whole(next.id())
            .orElseThrow(
                () ->
                    new PublishException(
                        "output %s: the job has ended and %s is not whole"
                            .formatted(output.name(), folder)));
    publications.show(whole);
    publications.clean(to.keep());
    return result(whole, false);
  }

  private void run(PublishedRows rows, Publication next, FilesPlan plan) {
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    PCollectionView<Iterable<WrittenFile>> written =
        pipeline
            .apply("Read", rows.read())
            .apply("Write", ParDo.of(new WriteFiles(plan)))
            .setCoder(SerializableCoder.of(WrittenFile.class))
            .apply("All", View.asIterable());
    pipeline
        .apply("Publication", Create.of(next).withCoder(SerializableCoder.of(Publication.class)))
        .apply("Commit", ParDo.of(new CommitFiles(plan, written)).withSideInputs(written))
        .setCoder(SerializableCoder.of(Publication.class));
    runner.runToEnd(pipeline);
  }

  private void requirePartitions(PublishedRows rows) {
    for (String column : to.partitionBy()) {
      if (!rows.type().containsField(column)) {
        throw new PublishException(
            "output %s: partition-by names '%s', which %s does not have; it has: %s"
                .formatted(
                    output.name(),
                    column,
                    rows.table(),
                    String.join(", ", rows.type().getFieldNames())));
      }
      DataType type = rows.type().getField(column).type();
      if (!isInNames(type.getTypeRoot())) {
        throw new PublishException(
            "output %s: partition-by names '%s', which is %s; allowed: text, whole numbers, booleans and dates"
                .formatted(output.name(), column, type.asSQLString()));
      }
    }
    if (to.partitionBy().size() == rows.type().getFieldCount()) {
      throw new PublishException(
          "output %s: partition-by names all columns, and files would have none"
              .formatted(output.name()));
    }
  }

  private static boolean isInNames(DataTypeRoot root) {
    return switch (root) {
      case CHAR, VARCHAR, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> true;
      default -> false;
    };
  }

  private static Map<String, String> columns(PublishedRows rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    rows.type().getFields().forEach(field -> columns.put(field.name(), field.type().asSQLString()));
    return columns;
  }

  private Map<String, Object> result(Publication publication, boolean isUnchanged) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", publication.rows());
    result.put("files", publication.files().size());
    result.put("publication", publication.id());
    result.put("unchanged", isUnchanged);
    return result;
  }
}
