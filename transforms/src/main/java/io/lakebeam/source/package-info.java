/** Where changes come from: the source's catalogue and its connector. */
package io.lakebeam.source;
