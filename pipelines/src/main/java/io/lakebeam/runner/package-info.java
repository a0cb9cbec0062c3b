/** Where pipelines run: the Direct runner, Flink in this JVM, a Flink cluster. */
package io.lakebeam.runner;
