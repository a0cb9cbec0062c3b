package io.lakebeam.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.TableParts;
import io.lakebeam.show.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeQueryTest {
  private static final TableName CURRENT = CustomerTables.CURRENT;
  private static final TableDefinition DEFINITION =
      new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at");

  @TempDir private Path folder;
  private Lake lake;
  private CustomerTables customers;

  @BeforeEach
  void makeTables() {
    lake = Lake.at(folder.resolve("lake").toString());
    customers = CustomerTables.in(lake);
  }

  @Test
  void showsWhatShowShowsWhateverIsMergedYet() throws IOException {
    customers.commit(
        CustomerTables.row(1, "Ada", 1),
        CustomerTables.row(2, "Bob \"\u00e9\ud83d\ude00", 2),
        CustomerTables.row(3, null, 3),
        CustomerTables.extremes(4, 4));
    customers.commit(CustomerTables.row(1, "Ada L.", 5), CustomerTables.deletion(2, 6));
    assertThat(parts().overlapping().rows()).as("rows that need merging").isPositive();
    assertThat(query("select * from silver.customer")).containsExactlyInAnyOrderElementsOf(shown());

    Maintenance.of(lake).compactingFully().run(CURRENT);
    assertThat(parts().files()).as("files that need no merging").hasSize(2);
    assertThat(parts().overlapping().rows()).isZero();
    assertThat(parts().mergedRows()).isZero();
    assertThat(query("select * from silver.customer")).containsExactlyInAnyOrderElementsOf(shown());

    customers.commit(CustomerTables.row(3, "Cy", 7), CustomerTables.row(5, "Dan", 8));
    assertThat(parts().overlapping().rows()).isPositive();
    assertThat(query("from silver.customer")).containsExactlyInAnyOrderElementsOf(shown());
    assertThat(query("select name from SILVER.Customer order by id"))
        .extracting(found -> found.get("name"))
        .containsExactly("Ada L.", "Cy", null, "Dan");
  }

  @Test
  void columnsThatCameLaterAndThoseOfAnotherNameAreFoundInOldFiles() throws IOException {
    customers.commit(CustomerTables.row(1, "Ada", 1));
    Maintenance.of(lake).compactingFully().run(CURRENT);
    RowType.Builder wider = RowType.builder();
    CustomerTables.TYPE
        .getFields()
        .forEach(
            field ->
                wider.field(
                    field.name().equals("name") ? "full_name" : field.name(),
                    field.name().equals("age") ? DataTypes.BIGINT() : field.type()));
    lake.evolve(
        CURRENT, wider.field("city", DataTypes.STRING()).build(), Map.of("name", "full_name"));

    assertThat(query("select id, full_name, age, city from silver.customer"))
        .singleElement()
        .hasToString("{id=1, full_name=Ada, age=41, city=null}");
  }

  @Test
  void aHistoryHasEveryVersionAndTheDeletes() throws IOException {
    customers.commit(CustomerTables.row(1, "Ada", 1), CustomerTables.row(2, "Bob", 2));
    customers.commit(CustomerTables.deletion(2, 3));

    assertThat(query("select id, _op from silver.customer_history order by _lsn"))
        .extracting(Object::toString)
        .containsExactly("{id=1, _op=c}", "{id=2, _op=c}", "{id=2, _op=d}");
  }

  @Test
  void rowsThatATruncateEndedAreGoneBeforeItIsSettledAndNothingIsWritten() throws IOException {
    customers.commit(
        CustomerTables.row(1, "Ada", 1),
        CustomerTables.row(2, "Bob", 2),
        CustomerTables.row(3, "Cy", 5));
    customers.keepTruncation(4);

    assertThat(query("select id from silver.customer")).hasToString("[{id=3}]");
    assertThat(lake.snapshot(CURRENT)).isEqualTo(1);
    Truncations.settle(lake);
    assertThat(query("select id from silver.customer")).hasToString("[{id=3}]");
    assertThat(shown()).hasSize(1);
  }

  @Test
  void tablesAreJoinedAndAggregatedAndCounted() throws IOException {
    customers.commit(CustomerTables.row(1, "Ada", 1), CustomerTables.row(2, "Bob", 2));

    assertThat(
            query(
                """
                with new as (select id, max(_lsn) as lsn from silver.customer_history group by id)
                select count(*) as n, sum(lsn) as s, sum(paid) as p
                from silver.customer join new using (id)
                """))
        .hasToString("[{n=2, s=3, p=24.68}]");
    assertThat(query("select count(*) as n from silver.customer_history")).hasToString("[{n=2}]");
    assertThat(query("select 1 as a, 2 as a;")).hasToString("[{a=1, a_1=2}]");
  }

  @Test
  void anEmptyTableHasNoRows() throws IOException {
    assertThat(query("select * from silver.customer")).isEmpty();
  }

  @Test
  void whatIsLargerThanTheMemoryGoesToTheSpillFolder() throws IOException {
    assertThat(
            query(
                "select count(*) as n from (select range as r, repeat('x', 200) || range as t from"
                    + " range(6000000) group by all order by t desc limit 6000000)"))
        .hasToString("[{n=6000000}]");
  }

  @Test
  void refusesWhatIsNotThereAndSaysWhere() {
    assertRefused("select 1\nfrom silver.custmer")
        .hasMessage(
            "sql at line 2, column 6: table silver.custmer is not in the lake; found:"
                + " silver.customer, silver.customer_history; did you mean 'silver.customer'?");
    assertRefused("select * from customer").hasMessageEndingWith("did you mean 'silver.customer'?");
    assertRefused("select nam from silver.customer")
        .hasMessageContaining("\"nam\" not found")
        .hasMessageContaining("name")
        .hasMessageContaining("LINE 1");
    assertRefused("select\n1 +").hasMessageContaining("syntax error");
    assertRefused("create table x as select 1").hasMessageContaining("allowed: one SELECT");
    assertRefused("select 1; select 2").hasMessage("sql: found 2 statements; allowed: one query");
  }

  @Test
  void theQueryReachesNoOtherFileAndNoSetting() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.csv"), "a\ncanary\n");
    for (String query :
        List.of(
            "select * from read_csv('%s')",
            "select * from '%s'",
            "select * from read_text('%s')",
            "select * from glob('%s')",
            "select 1) to '%s'; select (1")) {
      assertRefused(query.formatted(secret))
          .satisfies(error -> assertThat(error.getMessage()).doesNotContain("canary"));
    }
    assertRefused("copy (select 1) to '%s'".formatted(secret));
    assertRefused("set lock_configuration = false");
    assertThat(secret).hasContent("a\ncanary");
  }

  @Test
  void aResultIsAFileWithWhereItIsFromBesideIt() throws IOException {
    customers.commit(
        CustomerTables.row(1, "Ada", 1),
        CustomerTables.row(2, "", 2),
        CustomerTables.row(3, null, 3));
    String sql = "select id, name, updated_at from silver.customer order by id";

    assertThat(written(sql, "r/out.csv", ResultFile.Format.CSV))
        .hasContent(
            """
            id,name,updated_at
            1,Ada,1970-01-01T00:00:01Z
            2,"",1970-01-01T00:00:02Z
            3,,1970-01-01T00:00:03Z
            """);
    assertThat(written(sql, "r/out.json", ResultFile.Format.JSON))
        .content()
        .startsWith("{\"id\":1,\"name\":\"Ada\",\"updated_at\":\"1970-01-01T00:00:01Z\"}\n");
    Path parquet = written(sql, "r/out.parquet", ResultFile.Format.PARQUET);
    assertThat(Files.readString(parquet, ISO_8859_1)).startsWith("PAR1");
    JsonNode told =
        new ObjectMapper().readTree(folder.resolve("r/out.parquet.metadata.json").toFile());
    assertThat(told.get("query").asText()).isEqualTo(sql);
    assertThat(told.get("rows").asInt()).isEqualTo(3);
    assertThat(told.get("snapshots").toString()).isEqualTo("{\"silver.customer\":1}");
    try (var files = Files.list(folder.resolve("r"))) {
      assertThat(files).hasSize(6);
    }
  }

  private Path written(String sql, String name, ResultFile.Format format) throws IOException {
    ResultFile file = ResultFile.of(folder.resolve(name), format);
    try (LakeQuery query =
        LakeQuery.open(lake, sql, spill(), List.of(), List.of(file.unfinished()))) {
      assertThat(file.write(query, sql)).isEqualTo(3);
    }
    return file.file();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String sql) {
    return assertThatThrownBy(() -> query(sql)).isInstanceOf(QueryException.class);
  }

  private List<Map<String, Object>> query(String sql) throws IOException {
    FirstRows rows = new FirstRows(100);
    try (LakeQuery query = LakeQuery.open(lake, sql, spill())) {
      query.forEach(rows);
    }
    return rows.rows();
  }

  private Path spill() {
    return folder.resolve("spill");
  }

  private List<Map<String, Object>> shown() {
    return Shown.of(lake, DEFINITION).current().rows();
  }

  private TableParts parts() {
    return TableParts.latest(lake, CURRENT);
  }
}
