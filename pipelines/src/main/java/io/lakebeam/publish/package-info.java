/** Tables of the lake as others have them: data sets of files, tables of databases. */
package io.lakebeam.publish;
