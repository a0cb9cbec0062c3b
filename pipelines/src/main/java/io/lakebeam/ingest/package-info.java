/** Sources to bronze and silver. */
package io.lakebeam.ingest;
