/** What a change is: its operation, its order, its row; and how Debezium writes one. */
package io.lakebeam.change;
