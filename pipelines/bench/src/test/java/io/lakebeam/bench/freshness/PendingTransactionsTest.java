package io.lakebeam.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTransactionsTest {
  private final PendingTransactions pending = new PendingTransactions();

  @Test
  void aTransactionIsVisibleWhenItsLastRowIs() {
    pending.commits(7, List.of(1L, 2L), 1_000);
    pending.paymentSeen(7, 1_500);
    pending.accountSeen(1, 7, 1_600);
    assertThat(pending.count()).isEqualTo(1);
    pending.accountSeen(2, 7, 1_900);
    assertThat(pending.count()).isZero();
    assertThat(pending.waits()).containsExactly(900);
  }

  @Test
  void aNewerVersionOfAnAccountShowsTheOlderOnes() {
    pending.commits(3, List.of(1L), 1_000);
    pending.commits(7, List.of(1L), 1_200);
    pending.paymentSeen(3, 1_300);
    pending.paymentSeen(7, 1_300);
    pending.accountSeen(1, 3, 1_400);
    assertThat(pending.waits()).containsExactly(400);
    pending.accountSeen(1, 7, 1_500);
    assertThat(pending.waits()).containsExactly(400, 300);
  }

  @Test
  void refusesAPaymentThatIsShownTwice() {
    pending.commits(3, List.of(), 1_000);
    pending.paymentSeen(3, 1_300);
    assertThatThrownBy(() -> pending.paymentSeen(3, 1_400))
        .hasMessage("silver shows payment 3 again");
  }
}
