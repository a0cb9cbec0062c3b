/** From a commit in PostgreSQL until silver shows it: {@code scripts/bench freshness}. */
package io.lakebeam.bench.freshness;
