/**
 * The whole road in one run: servers, data, ingest, features, training set, model, and the checks
 * that prove it.
 *
 * <p>{@link io.lakebeam.quickstart.Quickstart} is the order of things. What an example is made of
 * is in its own folder: {@code project.yaml} (what the lake and the features are) and {@code
 * quickstart.yaml} (which file to load, which changes to make while the ingest runs, what must then
 * be true); no class here knows an example's words.
 */
package io.lakebeam.quickstart;
