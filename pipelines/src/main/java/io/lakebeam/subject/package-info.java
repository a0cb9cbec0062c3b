/** Whom a row is about, and whether that one was erased. */
package io.lakebeam.subject;
