/** The benchmarks: ours beside its peers, on the same data and machine. */
package io.lakebeam.bench;
