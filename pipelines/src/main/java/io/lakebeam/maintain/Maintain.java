package io.lakebeam.maintain;

import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.MaintainedTable;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains tables, one after the other.
 *
 * <pre>{@code
 * Maintain.Result result = Maintain.run(Maintenance.of(lake), lake.tables());
 * }</pre>
 *
 * <p>Running it again does what is left to do.
 */
public final class Maintain {
  private static final Logger LOG = LoggerFactory.getLogger(Maintain.class);

  private Maintain() {}

  /**
   * What came of it.
   *
   * @param tables those that were maintained
   * @param failed why the others were not, by table
   */
  public record Result(List<MaintainedTable> tables, Map<TableName, String> failed) {
    /** Copies both. */
    public Result {
      tables = List.copyOf(tables);
      failed = Map.copyOf(failed);
    }
  }

  /** Maintains {@code tables}; one that fails does not keep the others from their turn. */
  public static Result run(Maintenance maintenance, List<TableName> tables) {
    List<MaintainedTable> done = new ArrayList<>();
    Map<TableName, String> failed = new LinkedHashMap<>();
    for (TableName table : tables) {
      try {
        MaintainedTable maintained = maintenance.run(table);
        LOG.info("Maintained {}", maintained);
        done.add(maintained);
      } catch (LakeException e) {
        LOG.error("Table {} was not maintained", table, e);
        failed.put(table, e.getMessage());
      }
    }
    return new Result(done, failed);
  }
}
