/** A table's rows for people and programs: as they are, as they were, as it was known. */
package io.lakebeam.show;
