/**
 * Web push: what a member is told reaches their devices through the push services of browsers and
 * apps, encrypted for the device (RFC 8030, RFC 8291, RFC 8292; semantics.md, section 11).
 * PostgreSQL queues a push with the notification; one worker sends them through the outbound door
 * and looks at that moment who may still know what. Of private groups nothing is said but that
 * there is news, unless the member chose otherwise.
 */
@NullMarked
package org.colloque.server.push;

import org.jspecify.annotations.NullMarked;
