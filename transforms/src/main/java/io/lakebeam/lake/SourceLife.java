package io.lakebeam.lake;

/**
 * One life of a source: a stretch of its changes within which its log's positions tell their order.
 * All changes of a life are newer than those of the one before.
 *
 * @param number from 1, in the order in which the lives were met
 * @param identity what the source calls itself in it
 * @param capture the number of the capture that reads it, from 1; each has a slot, a snapshot and
 *     topics of its own
 * @param isWhole whether the snapshot that the capture began with is in the lake; not so while a
 *     source is healed
 */
public record SourceLife(int number, String identity, int capture, boolean isWhole) {}
