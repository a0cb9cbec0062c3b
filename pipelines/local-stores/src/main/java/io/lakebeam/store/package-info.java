/**
 * S3 stores on loopback for tests, and a proxy that makes them fail.
 *
 * <pre>{@code
 * try (LocalStore store = Stores.minio(folder, "lake");
 *     FaultProxy proxy = FaultProxy.before(store.endpoint())) {
 *   proxy.on(Requests.put("/snapshot/snapshot-").nth(3), Fault.answer(503).times(4));
 *   ...
 * }
 * }</pre>
 */
package io.lakebeam.store;
