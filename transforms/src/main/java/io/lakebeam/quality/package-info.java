/** What a table's values are made into, and what is expected of them, before silver has them. */
package io.lakebeam.quality;
