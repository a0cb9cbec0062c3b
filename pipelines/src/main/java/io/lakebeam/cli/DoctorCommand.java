package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.doctor.Doctor;
import io.lakebeam.doctor.Finding;
import io.lakebeam.doctor.Finding.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code lakebeam doctor}: what is wrong with this set-up, and how to mend it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Check every source of the project and what carries its changes: one line per check, and how to mend what is not ok. Changes nothing; exit code 1 where something is bad.")
final class DoctorCommand extends ProjectVerb {
  DoctorCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) {
    List<Finding> findings = Doctor.of(project).examine();
    boolean isWell = findings.stream().noneMatch(finding -> finding.verdict() == Verdict.BAD);
    return new Outcome(
        isWell, Map.of("findings", findings.stream().map(DoctorCommand::asMap).toList()));
  }

  private static Map<String, String> asMap(Finding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("source", finding.source());
    map.put("check", finding.check());
    map.put("verdict", finding.verdict().key());
    map.put("found", finding.found());
    map.put("mend", finding.mend());
    return map;
  }

  @Override
  String text(Outcome outcome) {
    StringBuilder lines = new StringBuilder();
    for (Object each : (List<?>) outcome.result().get("findings")) {
      Map<?, ?> finding = (Map<?, ?>) each;
      lines.append(
          "%-5s %s  %s: %s%n"
              .formatted(
                  finding.get("verdict"),
                  finding.get("source"),
                  finding.get("check"),
                  finding.get("found")));
      if (!finding.get("mend").equals("")) {
        lines.append("      mend: %s%n".formatted(finding.get("mend")));
      }
    }
    return lines.toString();
  }
}
