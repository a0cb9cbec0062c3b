/** The runners and their options. */
package io.lakebeam.runner;
