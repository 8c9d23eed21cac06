/**
 * ActivityPub without a server: no SQL, no pages, no knowledge of who is signed in. The rooms:
 *
 * <ul>
 *   <li>{@code vocabulary}: what can be said, as records;
 *   <li>{@code json}: how it is read from hostile bytes and how it is written;
 *   <li>{@code signature}: who said it, {@code Verified};
 *   <li>{@code fetch} and {@code deliver}: the outbound door, the only rooms that know Vert.x;
 *   <li>{@code discovery}: WebFinger, host-meta, NodeInfo;
 *   <li>{@code handle}: hosts, origins and handles in their one canonical form.
 * </ul>
 *
 * The server depends on this module, never the other way round. Ids are plain strings throughout,
 * exactly as their owner wrote them: peers compare them byte for byte.
 */
@NullMarked
package org.colloque.federation;

import org.jspecify.annotations.NullMarked;
