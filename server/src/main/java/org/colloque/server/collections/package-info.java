/**
 * People whom a member recommends together, under a name (Mastodon 4.6, methods/collections). Who
 * does not want to be in one takes themselves out, and is not put in again. Only people of this
 * instance who may be recommended are taken.
 */
@NullMarked
package org.colloque.server.collections;

import org.jspecify.annotations.NullMarked;
