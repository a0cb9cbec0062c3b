/**
 * Examples that need no database to come from: the steps of a project, and what must be found after
 * them.
 */
package io.lakebeam.example;
