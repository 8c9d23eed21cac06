/**
 * Quotes with the consent of who is quoted (FEP-044f): who may quote what, what waits for an
 * answer, what was agreed to, refused, taken back. Only what is for the fediverse quotes or is
 * quoted; the table {@code quotes} refuses posts of groups. Other rooms come in by {@code
 * QuoteStatus}, a member's wish, and {@code KeepQuotes}, what becomes of it.
 */
@NullMarked
package org.colloque.server.quotes;

import org.jspecify.annotations.NullMarked;
