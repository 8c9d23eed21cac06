/**
 * What an operator's tools ask: does the process live, can it work, and in figures how it does. No
 * one else comes in; nothing here knows what a person or a status is.
 */
@NullMarked
package org.colloque.server.health;

import org.jspecify.annotations.NullMarked;
