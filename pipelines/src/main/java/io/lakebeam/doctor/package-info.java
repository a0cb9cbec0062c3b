/** Whether a project's sources, and what carries their changes, are as capture needs them. */
package io.lakebeam.doctor;
