/** One data subject taken out of everything that was made of a source. */
package io.lakebeam.erase;
