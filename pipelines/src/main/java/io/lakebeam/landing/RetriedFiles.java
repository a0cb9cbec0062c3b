package io.lakebeam.landing;

import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.file.FileException;
import io.lakebeam.file.FilePart;
import io.lakebeam.file.RecordReader;
import io.lakebeam.ingest.RetriedTable;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.landing.FileEntry.Form;
import io.lakebeam.privacy.Seal;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The dead letters of a table from files, which are records of them: read as the table is declared
 * now, into the rows that they would have been. The files themselves are not needed any more.
 *
 * @param table the table
 */
record RetriedFiles(LandingTable table) implements RetriedTable {
  private static final long serialVersionUID = 1L;

  static RetriedFiles of(Project project, TableDefinition table) {
    return new RetriedFiles(LandingTable.of(project, table));
  }

  @Override
  public LakeTable current() {
    return table.current();
  }

  @Override
  public boolean has(DeadLetter letter) {
    return letter.position().partition().startsWith(table.source() + ":");
  }

  @Override
  public @Nullable Seal seal() {
    return table.seal();
  }

  @Override
  public Decoder decoder(Lake lake) {
    return new Records(table, Manifest.read(lake, table.source()), new RecordRows(lake, table));
  }

  /** Decodes them. */
  private static final class Records implements Decoder {
    private final LandingTable table;
    private final Manifest manifest;
    private final RecordReader reader;
    private final RecordRows rows;

    private Records(LandingTable table, Manifest manifest, RecordRows rows) {
      this.table = table;
      this.manifest = manifest;
      this.reader = table.reader();
      this.rows = rows;
    }

    @Override
    public List<LakeRow> rows(DeadLetter letter) {
      return table.isPulled() ? pulled(letter) : ofFile(letter);
    }

    /** A letter knows its pull by its time. */
    private List<LakeRow> pulled(DeadLetter letter) {
      TakenPart pull = Pull.part(table.source(), letter.recordMillis());
      GatheredRows gathered =
          new GatheredRows(rows, pull, (number, wrong) -> rows.reason(number, wrong, pull));
      reader.readAgain(letter.value(), letter.position().offset(), List.of(), null, gathered);
      return gathered.written();
    }

    private List<LakeRow> ofFile(DeadLetter letter) {
      String hash = letter.position().partition().substring(table.source().length() + 1);
      long line = letter.position().offset();
      FileEntry file =
          manifest
              .numbered(hash)
              .orElseThrow(
                  () -> new ChangeException("%s has no file of its".formatted(Manifest.NAME)));
      Form form = file.form();
      if (form == null) {
        throw new ChangeException(
            "%s line %d: what its file calls its columns was not kept yet when it was taken"
                .formatted(file.file().name(), line));
      }
      FilePart part = new FilePart(file.file(), hash, form.titles(), 0, -1, line);
      TakenPart taken = new TakenPart(part, file.taken(), file.firstSeen());
      GatheredRows gathered =
          new GatheredRows(rows, taken, (number, wrong) -> rows.reason(number, wrong, taken));
      try {
        reader.readAgain(letter.value(), line, form.titles(), form.encoding(), gathered);
      } catch (FileException e) {
        throw new ChangeException("%s: %s".formatted(file.file().name(), e.getMessage()), e);
      }
      // One record, or several where another quote tells so.
      return gathered.written();
    }
  }
}
