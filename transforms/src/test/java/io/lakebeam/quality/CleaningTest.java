package io.lakebeam.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.quality.CleanStep.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What steps make of values. */
class CleaningTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna O'Brien",
        "Anna O’Brien",
        "Gabriele D'Annunzio",
        "Ronald McDonald",
        "Ronald McDonald-Smith",
        "Douglas MacArthur",
        "Aaron Mackie",
        "Antonio Machado",
        "Rob Mackenzie",
        "Macy Mace",
        "Jan van der Berg",
        "van der Berg",
        "Vincent van Gogh",
        "Van",
        "Van Morrison",
        "Henry van 't Hoff",
        "de la Cruz",
        "Jean-Luc de la Cruz",
        "Ludwig von Mises",
        "La Toya Jackson",
        "Al Pacino",
        "Martin Luther King, Jr.",
        "Henry VIII",
        "Thurston Howell III",
        "J.R.R. Tolkien",
        "Ann E. Lee",
        "John E Smith",
        "Anna-Maria Szabó",
        "Ödön Őry",
        "Жанна Д'Арк",
        " Anna  Smith ",
        "McMillan's",
        "李小龍",
        ""
      })
  void namesAreFoundFromSmallAndFromCapitalLetters(String name) {
    assertThat(title(name)).isEqualTo(name);
    assertThat(title(name.toLowerCase(Locale.ROOT))).isEqualTo(name);
    assertThat(title(name.toUpperCase(Locale.ROOT))).isEqualTo(name);
  }

  @Test
  void aCapitalInsideANameStaysWhereSomebodyMeantIt() {
    assertThat(title("danny DeVito and rob MacKenzie")).isEqualTo("Danny DeVito And Rob MacKenzie");
    assertThat(title("jOHN sMITH")).isEqualTo("John Smith");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "trim||  a b\u00a0\u200b|a b",
        "trim|| \u00a0\ufeff|NULL",
        "upper||straße|STRASSE",
        "lower||ISTANBUL|istanbul",
        "email|| Anna@Example.ORG\t|anna@example.org",
        "normalize||e\u0301|\u00e9",
        "normalize|NFKC|\ufb01|fi",
        "normalize||\ufb01|\ufb01",
        "date|dd.MM.yyyy| 31.01.2026|2026-01-31",
        "date|d MMM yyyy|1 Mar 2026|2026-03-01",
        "date|dd.MM.yyyy|  |NULL",
        "timestamp|dd.MM.yyyy HH:mm|31.01.2026 07:05|2026-01-31T07:05:00",
        "decimal|,|1.234.567,50|1234567.50",
        "decimal|,|-1\u00a0234,5|-1234.5",
        "decimal|.|+1'234.5|1234.5",
        "decimal|.|17|17",
        "default|none|NULL|none",
        "default|none|a|a",
        "title||NULL|NULL"
      },
      delimiter = '|',
      nullValues = "NULL",
      ignoreLeadingAndTrailingWhitespace = false)
  void textsBecomeWhatIsMeant(String kind, String argument, String text, String clean) {
    assertThat(step(kind, argument).of(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "date|dd.MM.yyyy|31.02.2026|a date like dd.MM.yyyy",
        "date|dd.MM.yyyy|2026-01-31|a date like dd.MM.yyyy",
        "timestamp|dd.MM.yyyy HH:mm|31.01.2026|a time like dd.MM.yyyy HH:mm",
        "decimal|,|1.5|a number with the decimal sign ',', its thousands apart or not",
        "decimal|,|1.234 567,5|a number with the decimal sign ',', its thousands apart or not",
        "decimal|.|1e5|a number with the decimal sign '.', its thousands apart or not"
      },
      delimiter = '|')
  void whatIsMeantOtherwiseIsRefused(String kind, String argument, String text, String wanted) {
    TextCleaning cleaning = step(kind, argument);
    assertThatThrownBy(() -> cleaning.of(text))
        .isInstanceOf(UncleanException.class)
        .hasMessage(wanted);
  }

  @Test
  void stepsAreDoneInTheirOrder() {
    List<CleanStep> steps =
        List.of(new CleanStep(Kind.TRIM, null), new CleanStep(Kind.DEFAULT, "unknown"));
    Cleaning cleaning = ColumnCleaning.on(steps, DataTypes.STRING());

    assertThat(cleaning.of(BinaryString.fromString("  "))).hasToString("unknown");
    assertThat(cleaning.of(null)).hasToString("unknown");
  }

  @Test
  void aRowIsCleanedInItsPlaceAndSaysWhichColumnCannotBe() {
    RowType type =
        RowType.of(DataTypes.BIGINT(), DataTypes.STRING(), DataTypes.INT(), DataTypes.STRING());
    List<List<CleanStep>> steps = new ArrayList<>(Arrays.asList(null, null, null, null));
    steps.set(1, List.of(new CleanStep(Kind.DATE, "dd.MM.yyyy")));
    steps.set(2, List.of(new CleanStep(Kind.DEFAULT, "7")));
    RowCleaning cleaning = RowCleaning.of(type, steps);
    BinaryString as = BinaryString.fromString(" as it is ");

    GenericRow row = GenericRow.of(1L, BinaryString.fromString("31.01.2026"), null, as);
    cleaning.apply(row);
    assertThat(row).isEqualTo(GenericRow.of(1L, BinaryString.fromString("2026-01-31"), 7, as));

    GenericRow wrong = GenericRow.of(1L, BinaryString.fromString("soon"), 1, as);
    assertThatThrownBy(() -> cleaning.apply(wrong))
        .isInstanceOf(UncleanException.class)
        .hasMessage("column 'f1': found 'soon'; expected a date like dd.MM.yyyy");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "date||step 'date' takes a pattern such as dd.MM.yyyy; found nothing",
        "date|bogus|step 'date' takes a pattern such as dd.MM.yyyy; found 'bogus'",
        "decimal|;|step 'decimal' takes the decimal sign, '.' or ','; found ';'",
        "trim|1|step 'trim' takes nothing; found '1'",
        "normalize|NFX|step 'normalize' takes nothing, which is NFC, or one of NFD, NFC, NFKD, NFKC; found 'NFX'"
      },
      delimiter = '|')
  void aStepThatIsNoneIsRefused(String kind, String argument, String message) {
    assertThatThrownBy(() -> step(kind, argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aStepIsRefusedForAColumnThatItIsNotFor() {
    assertThatThrownBy(
            () -> ColumnCleaning.on(List.of(new CleanStep(Kind.UPPER, null)), DataTypes.INT()))
        .hasMessage("step 'upper' is for text, not for a column of type INT; allowed: default");
    assertThatThrownBy(
            () -> ColumnCleaning.on(List.of(new CleanStep(Kind.DEFAULT, "1.5")), DataTypes.INT()))
        .hasMessage("'1.5' is nothing that a column of type INT holds");
  }

  private static String title(String name) {
    return step("title", null).of(name);
  }

  private static TextCleaning step(String kind, String argument) {
    return TextCleaning.of(
        List.of(new CleanStep(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), argument)));
  }
}
