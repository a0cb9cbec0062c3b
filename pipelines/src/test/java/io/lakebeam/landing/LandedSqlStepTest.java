package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.ingest.Rebuild;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedSqlStepTest {
  private static final String CSV = "format: csv";

  @TempDir private Path folder;

  @Test
  void anSqlExpressionCleansWhatComesAndThePastAndWhatItIsNotForIsALetter() throws IOException {
    LandingUnderTest landing = new LandingUnderTest(folder);
    landing.declare(
        "columns: {id: bigint, name: string, price: int}, clean: {name: [trim, {sql: \"coalesce(split_part(text, '-', 2), 'Łódź')\"}], price: {sql: \"cast(cast(text as integer) * 100 as varchar)\"}}");
    landing.write("a.csv", "id,name,price\n1,  x-Ödön ,2\n2,,3\n3,a-b,many\n");

    landing.take(RunnerName.DIRECT, "*.csv", CSV);

    assertThat(landing.rows("silver.item", "id", "name", "price"))
        .containsExactly("1 Ödön 200", "2 Łódź 300");
    assertThat(landing.reasons())
        .containsExactly(
            "a.csv line 4: column 'price': found 'many'; expected a text that its SQL expression can be evaluated of");
    Rebuild.Result rebuilt =
        LandedRebuild.of(landing.project("*.csv", CSV), RunnerName.DIRECT).compare(Set.of("item"));
    assertThat(rebuilt.isGood()).as("%s", rebuilt).isTrue();
    assertThat(rebuilt.events()).isEqualTo(2);
  }
}
