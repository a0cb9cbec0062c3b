package io.lakebeam.pull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cuts a table into parts of as many rows each, by going through its keys in their order and
 * keeping every so-manieth. Its index answers that; rows are not looked at.
 */
final class KeyWalk {
  private final JdbcSource source;
  private final JdbcTable table;
  private final @Nullable String low;

  KeyWalk(JdbcSource source, JdbcTable table, @Nullable String low) {
    this.source = source;
    this.table = table;
    this.low = low;
  }

  List<PullPart> parts() throws SQLException {
    if (source.walked() == null
        || !table.column(source.walked()).isWhole()
        || (low != null && rows() <= source.partRows())) {
      return List.of(PullPart.whole(low));
    }
    List<PullPart> parts = new ArrayList<>();
    Long from = null;
    Optional<Long> next = first().flatMap(this::after);
    while (next.isPresent()) {
      parts.add(new PullPart(parts.size(), from, next.get(), low));
      from = next.get();
      next = after(from);
    }
    parts.add(new PullPart(parts.size(), from, null, low));
    return parts;
  }

  private long rows() throws SQLException {
    return ask("SELECT count(*)", PullPart.whole(low), "").orElse(0L);
  }

  private Optional<Long> first() {
    return told("SELECT min(%s)".formatted(key()), PullPart.whole(low), "");
  }

  /** The key that a part that begins with {@code from} ends before. */
  private Optional<Long> after(long from) {
    PullPart rest = new PullPart(0, from, null, low);
    Optional<Long> next;
    try {
      next =
          told(
              "SELECT " + key(),
              rest,
              " ORDER BY %s%s".formatted(key(), table.oneAfter(source.partRows())));
    } catch (SQLException e) {
      throw source.access().failure("cannot be cut into parts", e);
    }
    // More rows have one value than a part should have.
    return next.filter(found -> found == from).isPresent() && from < Long.MAX_VALUE
        ? told("SELECT min(%s)".formatted(key()), new PullPart(0, from + 1, null, low), "")
        : next.filter(found -> found > from);
  }

  private String key() {
    return table.quoted(table.column(source.walked()).name());
  }

  private Optional<Long> told(String select, PullPart of, String end) {
    try {
      return ask(select, of, end);
    } catch (SQLException e) {
      throw source.access().failure("cannot be cut into parts", e);
    }
  }

  private Optional<Long> ask(String select, PullPart of, String end) throws SQLException {
    List<Object> values = new ArrayList<>();
    String where = String.join(" AND ", source.conditions(table, of, values));
    return table.number(
        "%s FROM %s%s%s"
            .formatted(select, table.name(), where.isEmpty() ? "" : " WHERE " + where, end),
        values);
  }
}
