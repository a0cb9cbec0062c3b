package io.lakebeam.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fault for some of the requests that go through a {@link FaultProxy}: by default for every one,
 * from the first on.
 */
public final class FaultRule {
  private final Requests requests;
  private final Fault fault;
  private final AtomicInteger matched = new AtomicInteger();
  private final AtomicInteger applied = new AtomicInteger();
  private volatile int first = 1;
  private volatile int times = Integer.MAX_VALUE;

  FaultRule(Requests requests, Fault fault) {
    this.requests = requests;
    this.fault = fault;
  }

  /** Lets the first {@code nth - 1} matching requests pass; counted from here on. */
  public FaultRule from(int nth) {
    first = matched.get() + nth;
    return this;
  }

  /** Applies to that many requests, then to none. */
  public FaultRule times(int count) {
    times = count;
    return this;
  }

  /** How many requests matched so far. */
  public int matched() {
    return matched.get();
  }

  /** How many requests went wrong so far. */
  public int applied() {
    return applied.get();
  }

  boolean appliesTo(Exchange request) {
    if (!requests.contain(request) || matched.incrementAndGet() < first) {
      return false;
    }
    if (applied.incrementAndGet() <= times) {
      return true;
    }
    applied.decrementAndGet();
    return false;
  }

  Fault fault() {
    return fault;
  }

  @Override
  public String toString() {
    return "%s on %s (%d of %d)".formatted(fault, requests, applied.get(), matched.get());
  }
}
