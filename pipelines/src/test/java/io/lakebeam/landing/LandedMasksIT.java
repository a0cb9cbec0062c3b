package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.PythonReader;
import io.lakebeam.ingest.Rebuild;
import io.lakebeam.ingest.RebuiltTable;
import io.lakebeam.ingest.Replay;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People in files, of whom the lake is to know little. */
class LandedMasksIT {
  /** What no byte of the lake may have. */
  private static final String[] VALUES = {
    "Marmaduke", "marmaduke", "Canary", "+36 30 918", "918273645", "1947-10", "02.10.1947"
  };

  /** A value of a column without a mask. */
  private static final String SEEN = "a note for all to see";

  private static final String COLUMNS =
      "columns: {id: bigint, email: {type: string, title: E-Mail}, name: string, phone: string,"
          + " born: date, weight: int, note: string}";
  private static final String CLEANED = ", clean: {email: [trim, upper], name: title}";
  private static final String MASKS =
      ", mask: {email: hmac, name: {constant: hu25}, phone: format, born: {truncate: year}, weight: {bucket: 10}}";
  private static final String CSV = "format: csv, dates: \"dd.MM.yyyy\", nulls: [\"\", N/A]";

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
    landing.keep("privacy: {keys: {1: \"${KEY_1}\", 2: \"${KEY_2}\"}, current: 1}");
    landing.declare(COLUMNS + CLEANED + MASKS);
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void noByteOfAMaskedValueIsStoredAndWhatIsNoRowIsEncrypted(RunnerName runner) throws Exception {
    landing.write(
        "a.csv",
        "id,E-Mail,name,phone,born,weight,note,more\n"
            + "1, Marmaduke@Canary.org ,marmaduke canary,+36 30 918273645,02.10.1947,81,%s,x\n"
                .formatted(SEEN)
            + "2,\"MARMADUKE@canary.org\",\"N/A\",N/A,,,,\n"
            + "3,marmaduke@canary.org,Marmaduke,+36 30 918273645,1947-10-02,81,,\n"
            + "4,marmaduke@canary.org,Marmaduke,+36 30 918273645,02.10.1947,many Canary,,\n"
            + "5,marmaduke@canary.org,too few\n"
            + "x,marmaduke@canary.org,Marmaduke,+36 30 918273645,02.10.1947,81,,\n");
    landing.write("b.csv", "9,marmaduke@canary.org,Marmaduke,918273645,02.10.1947,1,1,1\n");

    assertThat(landing.take(runner, "*.csv", CSV).refused())
        .containsExactly(
            "b.csv: line 1: its 8 titles are not those that the table takes, id, E-Mail, name, phone, born, weight, note; they are not shown, as it has masks");

    assertThat(landing.rows("silver.item", "id", "name", "born", "weight", "note"))
        .containsExactly("1 hu25 -8401 80 " + SEEN, "2 hu25 null null null");
    List<String> phones = landing.rows("silver.item", "phone");
    assertThat(phones.get(0)).matches("\\+\\d\\d \\d\\d \\d{9}");
    assertThat(phones.get(1)).isEqualTo("null");
    List<String> mails = landing.rows("silver.item", "email");
    assertThat(mails.get(0)).startsWith("h1_").isEqualTo(mails.get(1));
    assertThat(landing.rows("bronze.item", "value", "masked"))
        .containsExactly(
            "{\"id\":\"1\",\"E-Mail\":\"%s\",\"name\":\"hu25\",\"phone\":\"%s\",\"born\":\"1947-01-01\",\"weight\":\"80\",\"note\":\"%s\",\"more\":\"x\"} email,name,phone,born,weight"
                .formatted(mails.get(0), phones.get(0), SEEN),
            "{\"id\":\"2\",\"E-Mail\":\"%s\",\"name\":\"hu25\",\"phone\":null,\"born\":null,\"weight\":null,\"note\":\"\",\"more\":\"\"} email,name,phone,born,weight"
                .formatted(mails.get(0)));
    assertThat(landing.reasons())
        .containsExactly(
            "a.csv line 4: column 'born': found another text, not shown as it is masked; expected a date like dd.MM.yyyy",
            "a.csv line 5: column 'weight': found another text, not shown as it is masked; expected a whole number from -2147483648 to 2147483647",
            "a.csv line 6: found 3 fields; expected 8, one for each column",
            "a.csv line 7: column 'id': found 'x'; expected a whole number of up to 64 bits");
    assertFindsOnlyWhatIsSeen();
  }

  @Test
  void lettersAreTakenBackAndARebuildKeepsWhatIsMasked() throws Exception {
    landing.write(
        "a.csv",
        "id,E-Mail,name,phone,born,weight,note\n"
            + "1,marmaduke@canary.org,Marmaduke,918273645,02.10.1947,81,%s\n".formatted(SEEN)
            + "2,marmaduke@canary.org,Marmaduke,918273645,1947-10-02,99,\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    String mended = CSV.replace("dd.MM.yyyy", "[dd.MM.yyyy][yyyy-MM-dd]");
    landing.keep("privacy: {keys: {1: \"${KEY_1}\", 2: \"${KEY_2}\"}, current: 2}");

    assertThat(
            LandedLetters.replay(
                landing.project("*.csv", mended), RunnerName.DIRECT, Set.of("item")))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(landing.rows("silver.item", "id", "name", "born", "weight"))
        .containsExactly("1 hu25 -8401 80", "2 hu25 -8401 90");
    assertThat(landing.rows("silver.item", "email"))
        .anyMatch(mail -> mail.startsWith("h1_"))
        .anyMatch(mail -> mail.startsWith("h2_"));
    Rebuild.Result rebuilt =
        LandedRebuild.of(landing.project("*.csv", mended), RunnerName.DIRECT)
            .compare(Set.of("item"));
    assertThat(rebuilt.events()).isEqualTo(2);
    assertThat(rebuilt.refused()).isZero();
    assertThat(rebuilt.tables()).hasSize(2).allMatch(RebuiltTable::isEqual);
    assertFindsOnlyWhatIsSeen();
  }

  @Test
  void aRebuildMasksWhatWasStoredBeforeThereWereMasksInSilverAlone() throws Exception {
    landing.declare(COLUMNS);
    landing.write(
        "a.csv",
        "id,E-Mail,name,phone,born,weight,note\n1,a@b.org,Ann,1,02.10.1947,81,%s\n"
            .formatted(SEEN));
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    landing.declare(COLUMNS + MASKS);

    LandedRebuild.of(landing.project("*.csv", CSV), RunnerName.DIRECT).replace(Set.of("item"));

    assertThat(landing.rows("silver.item", "id", "name", "phone", "born", "weight"))
        .containsExactly("1 hu25 x -8401 80");
    assertThat(landing.rows("bronze.item", "masked")).containsExactly("null");
  }

  @Test
  void recordsOfJsonKeepEveryOtherByte() throws Exception {
    landing.write(
        "a.json",
        "{\"id\": 1, \"e-mail\" : \"Marmaduke@Canary.org\", \"E-MAIL\": \"marmaduke@canary.org\",\"weight\":8.1e1, \"note\": \"%s\", \"more\": [1.50, {\"x\": null}]}\n"
                .formatted(SEEN)
            + "{\"id\": 2, \"weight\": 81, \"name\": \"Marmaduke\", \"phone\": 918273645, \"born\": \"1947-10-02\"}\n"
            + "{\"id\": 3, \"name\": Marmaduke}\n");
    landing.declare(COLUMNS.replace("weight: int", "weight: double") + MASKS);
    landing.take(RunnerName.DIRECT, "*.json", "format: json");

    List<String> kept = landing.rows("bronze.item", "value");
    assertThat(kept)
        .hasSize(2)
        .anyMatch(
            value ->
                value.matches(
                    "\\{\"id\": 2, \"weight\": \"80.0\", \"name\": \"hu25\", \"phone\": \"\\d{9}\", \"born\": \"1947-01-01\"}"));
    assertThat(kept.get(0))
        .matches(
            "\\{\"id\": 1, \"e-mail\" : \"(h1_[0-9a-f]{64})\", \"E-MAIL\": \"\\1\",\"weight\":\"80.0\", \"note\": \"%s\", \"more\": \\[1.50, \\{\"x\": null}]}"
                .formatted(SEEN));
    assertThat(landing.reasons()).containsExactly("a.json line 3: column 19: not JSON");
    assertFindsOnlyWhatIsSeen();
  }

  private void assertFindsOnlyWhatIsSeen() throws Exception {
    try (PythonReader python = PythonReader.start()) {
      Path lake = folder.resolve("lake");
      assertThat(python.search(lake, SEEN)).as("what is found").isNotEmpty();
      assertThat(python.search(lake, VALUES)).isEmpty();
    }
  }
}
