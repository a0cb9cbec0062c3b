package io.lakebeam.contract;

import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.Requests;
import java.io.IOException;
import java.time.Duration;

/** An ingest is kept from going past a {@link Point}. */
interface HeldPoint extends AutoCloseable {
  /** Whether an ingest stands there now; asked again and again. */
  boolean isReached() throws IOException;

  /** Lets those who come later pass. */
  @Override
  void close() throws IOException;

  /**
   * On S3: the request that would take it further waits in the proxy, and never reaches the store:
   * the proxy ends before.
   *
   * @param secondSnapshot the path of the second snapshot of {@code silver.item} from now on
   */
  static HeldPoint inProxy(FaultProxy proxy, Point point, String secondSnapshot) {
    Fault held = Fault.delay(Duration.ofHours(1));
    FaultRule rule =
        switch (point) {
          case BEFORE_FILE ->
              proxy.on(Requests.put("/silver.db/item/bucket-"), held).from(4).times(1);
          case BEFORE_COMMIT -> proxy.on(Requests.copy(secondSnapshot), held).times(1);
          case AFTER_COMMIT ->
              proxy.on(Requests.put("/lakebeam.db/positions/bucket-"), held).from(2).times(1);
        };
    return new HeldPoint() {
      @Override
      public boolean isReached() {
        return rule.applied() > 0;
      }

      @Override
      public void close() {
        proxy.heal();
      }
    };
  }
}
