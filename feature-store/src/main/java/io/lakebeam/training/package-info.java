/**
 * From a training set to a model with its card.
 *
 * <p>{@link io.lakebeam.training.Training#run} is the whole way: read the set, split it, fit, judge
 * on the held-out rows, write. The same set and seed give the same model file, byte for byte,
 * whatever the order of the set's rows, the thread or the number of cores.
 */
package io.lakebeam.training;
