/**
 * PostgreSQL, a Kafka broker and Kafka Connect with Debezium on loopback, in one process of their
 * own, for the quickstart and the tests. Throwaway servers: their data is made anew at each start.
 *
 * <p>{@link io.lakebeam.local.LocalServers} is the way in and needs the JDK and Jackson only; what
 * the servers themselves need stays on the class path of the process that it launches ({@link
 * io.lakebeam.local.LocalServersProcess}). The two speak JSON lines: options in on standard input,
 * one answer out on standard output; the end of standard input ends the servers, so that a killed
 * parent leaves nothing running.
 *
 * <p>In the working directory: {@code postgres/}, {@code kafka/}, {@code connect/} (data), {@code
 * logs/servers.log} (all logging), {@code logs/jvm.log} (what the JVM itself has to say), {@code
 * servers.lock} (held while the process lives; holds its id), {@code secrets/postgres.password}
 * (0600, while PostgreSQL runs).
 */
package io.lakebeam.local;
