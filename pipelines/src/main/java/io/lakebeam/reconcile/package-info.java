/** Whether silver equals its source. */
package io.lakebeam.reconcile;
