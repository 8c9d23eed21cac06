/**
 * What those who run the instance did, and what happened to sign-ins: written down here, never
 * changed. Verbs come in by {@link org.colloque.server.moderation.AuditLog}.
 */
@NullMarked
package org.colloque.server.moderation;

import org.jspecify.annotations.NullMarked;
