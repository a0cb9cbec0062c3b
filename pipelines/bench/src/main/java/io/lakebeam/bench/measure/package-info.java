/**
 * What a process measures of itself while it takes a topic in: for ours and for every peer the same
 * code, on nothing but the JDK, since each has a class path of its own.
 */
package io.lakebeam.bench.measure;
