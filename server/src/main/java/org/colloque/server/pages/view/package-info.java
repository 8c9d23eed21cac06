/**
 * What the templates show, as plain records: one {@code Screen} per page and the small views that
 * pages share (a status, an account, a form with its errors). They hold text and numbers ready to
 * be shown, never a database row, so a page can be drawn without a server. The {@code *Pages} route
 * classes of the features make them; the templates in {@code src/main/jte} read them.
 */
@NullMarked
package org.colloque.server.pages.view;

import org.jspecify.annotations.NullMarked;
