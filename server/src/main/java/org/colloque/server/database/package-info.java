/**
 * The one way to PostgreSQL: pool, migrations, identifiers, and the one opener of transactions
 * ({@link org.colloque.server.database.Db}), which tells the database who looks. Every feature may
 * come in; nobody opens a connection by another way.
 */
@NullMarked
package org.colloque.server.database;

import org.jspecify.annotations.NullMarked;
