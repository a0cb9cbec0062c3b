/** What tables expect, asked of what the lake has: results, kept run by run, and their page. */
package io.lakebeam.judge;
