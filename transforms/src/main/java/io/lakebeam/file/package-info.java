/**
 * Files as people have them, read record by record: what does not fit is told, nothing is guessed.
 */
package io.lakebeam.file;
