package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.LakeException;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestByTest {
  private static final String CSV = "format: csv";
  private static final String COLUMNS = "columns: {id: bigint, name: string, price: int}";
  private static final String LATEST_BY_PRICE = COLUMNS + ", latest-by: price";

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void ofRowsOfOneKeyTheOneWithTheGreatestValueStaysWhicheverFileItIsIn() throws IOException {
    landing.declare(LATEST_BY_PRICE);
    landing.write("a.csv", "id,name,price\n1,a1,5\n1,a2,9\n1,a3,2\n2,only,0\n");
    take();
    landing.write("b.csv", "id,name,price\n1,b1,8\n1,b2,3\n");
    take();

    assertThat(landing.rows("silver.item", "name")).containsExactly("a2", "only");
    assertThat(landing.rows("silver.item_history", "name"))
        .containsExactly("a1", "a2", "a3", "b1", "b2", "only");
  }

  @Test
  void ofEqualOnesTheLastStaysAndARowWithoutTheValueIsTheLeast() throws IOException {
    landing.declare(LATEST_BY_PRICE);
    landing.write("a.csv", "id,name,price\n1,first,5\n1,last,5\n1,without,\n");
    take();

    assertThat(landing.rows("silver.item", "name")).containsExactly("last");
  }

  @Test
  void aRebuildKeepsTheSameRows() throws IOException {
    landing.declare(LATEST_BY_PRICE);
    landing.write("a.csv", "id,name,price\n1,old,9\n1,new,3\n2,only,1\n");
    take();

    assertThat(
            LandedRebuild.of(landing.project("*.csv", CSV), RunnerName.DIRECT)
                .compare(Set.of("item"))
                .isGood())
        .isTrue();
    assertThat(landing.rows("silver.item", "name")).containsExactly("old", "only");
  }

  @Test
  void anotherRuleForRowsThatAreThereIsRefused() throws IOException {
    landing.declare(COLUMNS);
    landing.write("a.csv", "id,name,price\n1,first,9\n1,last,3\n");
    take();
    landing.declare(LATEST_BY_PRICE);
    landing.write("b.csv", "id,name,price\n1,more,10\n");

    assertThatThrownBy(this::take)
        .isInstanceOf(LakeException.class)
        .hasMessageContaining(
            "table silver.item: of rows with one key the one that is last by [_epoch, _commit_lsn, _lsn] stays; wanted: by [price, _epoch, _commit_lsn, _lsn].");
    assertThat(landing.rows("silver.item", "name")).containsExactly("last");
  }

  private LandingResult take() throws IOException {
    return landing.take(RunnerName.DIRECT, "*.csv", CSV);
  }
}
