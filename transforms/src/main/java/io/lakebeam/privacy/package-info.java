/** Masks: what is stored of a column in the place of its values, and the keys that this takes. */
package io.lakebeam.privacy;
