package io.lakebeam.doctor;

import io.lakebeam.doctor.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of one source, one after the other; one that fails does not keep the next away. */
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private static final String MEND = "; mend it: ";

  private final String source;
  private final List<Finding> findings = new ArrayList<>();

  Examination(String source) {
    this.source = source;
  }

  /** A check, which may fail in any way. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  /** Runs a check that adds its findings itself; where it fails that is the finding. */
  void run(String check, String mend, Check body) {
    try {
      body.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bad(check, "interrupted", "");
    } catch (Exception e) {
      LOG.info("source {}: {} failed", source, check, e);
      failed(check, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), mend);
    }
  }

  /** What refuses a table says itself how to mend it. */
  private void failed(String check, String message, String mend) {
    int told = message.indexOf(MEND);
    if (told < 0) {
      bad(check, message, mend);
    } else {
      bad(check, message.substring(0, told), message.substring(told + MEND.length()));
    }
  }

  void ok(String check, String found) {
    findings.add(new Finding(source, check, Verdict.OK, found, ""));
  }

  void warn(String check, String found, String mend) {
    findings.add(new Finding(source, check, Verdict.WARN, found, mend));
  }

  void bad(String check, String found, String mend) {
    findings.add(new Finding(source, check, Verdict.BAD, found, mend));
  }

  /** Ok where it holds, else bad. */
  void require(boolean holds, String check, String found, String mend) {
    if (holds) {
      ok(check, found);
    } else {
      bad(check, found, mend);
    }
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
