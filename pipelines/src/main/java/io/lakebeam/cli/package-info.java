/**
 * The command line: {@link io.lakebeam.cli.Lakebeam} and one class per verb.
 *
 * <p>{@link io.lakebeam.cli.Console} is the only place that writes to the terminal. Exit codes: 0
 * done, 1 failed, 2 wrong usage, 75 worth a retry.
 */
package io.lakebeam.cli;
