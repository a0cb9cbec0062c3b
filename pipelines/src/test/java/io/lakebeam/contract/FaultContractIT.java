package io.lakebeam.contract;

import java.util.Set;

/**
 * The fault contract where the ingest is one process: on the Direct runner and on Flink {@code
 * [local]}.
 */
class FaultContractIT extends FaultContract {
  FaultContractIT() {
    super(Set.of(RunnerKind.DIRECT, RunnerKind.FLINK_LOCAL));
  }
}
