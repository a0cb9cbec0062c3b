/** The lake's tables kept small and fast to read. */
package io.lakebeam.maintain;
