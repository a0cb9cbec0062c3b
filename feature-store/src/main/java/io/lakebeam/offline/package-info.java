/** Feature views in the lake, and what they knew at a given time. */
package io.lakebeam.offline;
