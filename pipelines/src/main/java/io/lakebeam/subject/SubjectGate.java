package io.lakebeam.subject;

import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.subject.ErasedSubjects.Place;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Lets no event of an erased subject of one table through, wherever events are decoded. What it
 * refuses it counts in the metric {@code erased_subjects_refused}.
 */
public final class SubjectGate {
  private final SubjectRule rule;
  private final ErasedSubjects erased;
  private final Counter refused = Metrics.counter(SubjectGate.class, "erased_subjects_refused");

  private SubjectGate(SubjectRule rule, ErasedSubjects erased) {
    this.rule = rule;
    this.erased = erased;
  }

  /** The gate of a table; null where it declares no subject. */
  public static @Nullable SubjectGate of(Lake lake, @Nullable SubjectRule rule) {
    return rule == null ? null : new SubjectGate(rule, ErasedSubjects.of(lake));
  }

  /** The column that it looks at, as the source calls it now. */
  public String column() {
    return rule.column();
  }

  /** Whether nobody was erased, so that there is nothing to ask. */
  public boolean isOpen() {
    return erased.isEmpty();
  }

  /** Whether no row of a subject is stored any more, whenever it was changed. */
  public boolean isShutFor(String value) {
    return rule.refuses() && isErased(value, Place.END);
  }

  /** What becomes of an event. */
  public enum Verdict {
    /** It is stored. */
    ADMITTED,
    /** Nothing of it is stored. */
    REFUSED,
    /** That its row is gone is stored, and nothing else: it may have been another subject's. */
    ENDS_ROW
  }

  /**
   * Judges an event.
   *
   * @param value what the subject's column holds after it; null where the event does not say
   * @param name what the event calls the subject's column
   */
  public Verdict judge(
      Operation operation, @Nullable Object value, byte[] event, String name, Place place) {
    Verdict verdict =
        value == null
            ? wasErased(operation, event, name, place) ? Verdict.ENDS_ROW : Verdict.ADMITTED
            : !isErased(value.toString(), place)
                ? Verdict.ADMITTED
                : mayHaveBeenAnothers(operation, event, name, place)
                    ? Verdict.ENDS_ROW
                    : Verdict.REFUSED;
    if (verdict != Verdict.ADMITTED) {
      refused.inc();
    }
    return verdict;
  }

  private boolean wasErased(Operation operation, byte[] event, String name, Place place) {
    return operation.endsRow()
        && EventSubject.of(event, Set.of(name))
            .filter(one -> one.wasAbout(text -> isErased(text, place)))
            .isPresent();
  }

  /** The row before is there only where the source's table has REPLICA IDENTITY FULL. */
  private boolean mayHaveBeenAnothers(Operation operation, byte[] event, String name, Place place) {
    return !rule.isKey()
        && (operation == Operation.UPDATE || operation == Operation.FOUND)
        && EventSubject.of(event, Set.of(name))
            .filter(one -> one.wasAbout(text -> isErased(text, place)))
            .isEmpty();
  }

  /** The event without the row before it, where that was an erased subject's. */
  public byte[] withoutErased(byte[] event, String name, Place place) {
    return EventSubject.of(event, Set.of(name))
        .filter(one -> one.wasAbout(text -> isErased(text, place)))
        .map(EventSubject::withoutBefore)
        .orElse(event);
  }

  private boolean isErased(String value, Place place) {
    return erased.isErased(rule, value, place);
  }

  /** Whether an event is refused that could not be decoded, as far as its JSON can be read. */
  public boolean refusesUndecoded(byte[] value, int epoch) {
    Optional<EventSubject> event =
        isOpen() ? Optional.empty() : EventSubject.of(value, Set.of(rule.column()));
    boolean isErased =
        event
            .filter(
                one ->
                    one.isAbout(text -> isErased(text, new Place(epoch, one.lsn())))
                        || one.wasAbout(text -> isErased(text, new Place(epoch, one.lsn()))))
            .isPresent();
    if (isErased) {
      refused.inc();
    }
    return isErased;
  }
}
