/** Silver history to gold feature views. */
package io.lakebeam.features;
