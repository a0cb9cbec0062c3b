/** Labels and gold to a training set, and a training set to a model. */
package io.lakebeam.trainingset;
