/** Values that connections need and nobody may see. */
package io.lakebeam.secret;
