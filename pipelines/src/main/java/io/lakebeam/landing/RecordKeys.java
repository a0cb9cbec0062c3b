package io.lakebeam.landing;

import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.MaskedTexts;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.file.RowDecoder;
import io.lakebeam.privacy.ColumnMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.paimon.data.GenericRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The keys of records that are refused, as silver has them, and as people are told. */
final class RecordKeys {
  private final LandingTable table;
  private final List<FileColumn> columns = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final RowDecoder decoder;
  private final RecordMasks masks;

  RecordKeys(LandingTable table) {
    this.table = table;
    for (String name : table.key()) {
      for (int i = 0; i < table.columns().size(); i++) {
        if (table.columns().get(i).name().equals(name)) {
          columns.add(table.columns().get(i));
          places.add(i);
        }
      }
    }
    ColumnMasks rules = table.rules().masks();
    this.decoder =
        RowDecoder.of(table.layout(), columns, Set.copyOf(table.key()), table.rules().cleaning());
    this.masks = RecordMasks.of(table.silver().project(table.key()), rules, Set.of());
  }

  /** The key, if it can be read. */
  Optional<GenericRow> of(FileRow record) {
    try {
      GenericRow key = decoder.decode(new KeyOf(record), 0);
      masks.apply(key);
      return Optional.of(key);
    } catch (RefusedRowException e) {
      return Optional.empty();
    }
  }

  /** Which row it is, without what is masked. */
  String place(FileRow record) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean isMasked =
          table.rules().masks() != null
              && table.rules().masks().rules().containsKey(columns.get(i).name());
      String text = isMasked ? "***" : String.valueOf(record.text(places.get(i)));
      told.add(columns.get(i).name() + "=" + text);
    }
    return String.join(", ", told);
  }

  /** A record of its key alone. */
  private final class KeyOf implements FileRow {
    private final FileRow record;

    private KeyOf(FileRow record) {
      this.record = record;
    }

    @Override
    public long number() {
      return record.number();
    }

    @Override
    public @Nullable String text(int column) {
      return record.text(places.get(column));
    }

    @Override
    public byte[] json(MaskedTexts masked) {
      return record.json(masked);
    }

    @Override
    public byte[] raw() {
      return record.raw();
    }
  }
}
