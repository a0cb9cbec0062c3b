/**
 * Sources that are asked for their rows: what there is to be read, cut into parts, and each part
 * read as records, a few at a time, with the exact texts that columns are read from.
 */
package io.lakebeam.pull;
