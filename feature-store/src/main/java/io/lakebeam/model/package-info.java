/**
 * A trained model: what it is made of, its JSON file, and how a row is scored.
 *
 * <p>Nothing here knows how a model is trained or what a pipeline is: this package and Jackson are
 * all that a server needs.
 */
package io.lakebeam.model;
