package io.lakebeam.contract;

import java.util.Set;

/** The fault contract on a Flink cluster, whose processes are killed. */
class FaultContractOnClusterIT extends FaultContract {
  FaultContractOnClusterIT() {
    super(Set.of(RunnerKind.FLINK_CLUSTER));
  }
}
