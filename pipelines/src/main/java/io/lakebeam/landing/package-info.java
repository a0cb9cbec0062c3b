/** Files to bronze and silver, each once, by its content. */
package io.lakebeam.landing;
