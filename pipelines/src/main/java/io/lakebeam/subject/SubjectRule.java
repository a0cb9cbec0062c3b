package io.lakebeam.subject;

import io.lakebeam.definition.ErasureDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SubjectDefinition;
import io.lakebeam.definition.TableDefinition;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a table's rows are known to be about an erased subject.
 *
 * @param source the source that the table is captured from
 * @param column the table's column, as its source calls it now
 * @param isKey whether it is of the table's key, so that a row is about one subject for life
 * @param of null where the column holds the subject's key; else the table whose key it holds
 * @param hash under what erased subjects are kept
 * @param refuses whether events from after the erasure are refused as well
 */
public record SubjectRule(
    String source,
    String column,
    boolean isKey,
    @Nullable String of,
    SubjectHash hash,
    boolean refuses)
    implements Serializable {

  /** A table's rule; null where it declares no subject. */
  public static @Nullable SubjectRule of(Project project, TableDefinition table) {
    SubjectDefinition subject = table.subject();
    return subject == null
        ? null
        : new SubjectRule(
            table.sourceName(),
            subject.column(),
            table.key().contains(subject.column()),
            subject.of(),
            new SubjectHash(project.erasure().key()),
            project.erasure().future() == ErasureDefinition.Future.REFUSE);
  }
}
