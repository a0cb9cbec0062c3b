/** What a project file could say of files that nobody has described yet. */
package io.lakebeam.infer;
