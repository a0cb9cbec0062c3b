package io.lakebeam.doctor;

import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.ReplicationSlot;
import java.util.Optional;
import java.util.OptionalLong;

/** The replication slot, and how much log may still be written before it is lost. */
final class SlotChecks {
  private final PostgresCatalog catalog;
  private final Examination examination;

  SlotChecks(PostgresCatalog catalog, Examination examination) {
    this.catalog = catalog;
    this.examination = examination;
  }

  void run(String name, String restart) {
    Optional<ReplicationSlot> slot = catalog.slot(name);
    if (slot.isEmpty()) {
      examination.ok("slot", name + " is not there; the first ingest makes it");
    } else {
      state(slot.get(), restart);
    }
    budget(slot, catalog.slotLimit());
  }

  private void state(ReplicationSlot slot, String restart) {
    String found =
        "%s: %s, wal_status %s, %s of log held, %s behind"
            .formatted(
                slot.name(),
                slot.active() ? "active" : "nobody reads by it",
                slot.status(),
                ReplicationSlot.megabytes(slot.held()),
                ReplicationSlot.megabytes(slot.behind()));
    if (slot.isLost()) {
      examination.bad("slot", found, "lakebeam heal");
    } else if (slot.active()) {
      examination.ok("slot", found);
    } else {
      examination.warn("slot", found, restart);
    }
  }

  private void budget(Optional<ReplicationSlot> slot, OptionalLong limit) {
    String check = "max_slot_wal_keep_size";
    if (limit.isEmpty()) {
      examination.warn(
          check,
          "no limit: while nobody reads by the slot the log fills the server's disk",
          "ALTER SYSTEM SET max_slot_wal_keep_size = '64GB'; SELECT pg_reload_conf()");
      return;
    }
    String size = ReplicationSlot.megabytes(limit.getAsLong());
    if (slot.isEmpty() || slot.get().safe().isEmpty()) {
      examination.ok(check, size);
      return;
    }
    String found =
        "%s of %s left until the slot is lost"
            .formatted(ReplicationSlot.megabytes(slot.get().safe().getAsLong()), size);
    if (slot.get().isInDanger(limit)) {
      examination.warn(check, found, ReplicationSlot.raised(limit.getAsLong()));
    } else {
      examination.ok(check, found);
    }
  }
}
