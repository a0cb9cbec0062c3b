/** SQL over the lake's tables, by an embedded engine that sees what {@code show} shows. */
package io.lakebeam.sql;
