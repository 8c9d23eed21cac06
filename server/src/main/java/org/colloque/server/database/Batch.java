package org.colloque.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Statements that take whole columns as arrays, in the transaction of a {@link DSLContext}. jOOQ
 * writes arrays as text, character by character, which costs more than all the rest where a
 * thousand rows come in a second; the driver sends them as they are.
 */
public final class Batch {
  private Batch() {}

  /**
   * @param values arrays of {@code Long}, {@code Integer}, {@code Boolean}, {@code String} or
   *     {@code byte[]}, and single values of these and {@code Instant}, by position
   * @return rows written
   */
  public static int execute(DSLContext sql, String statement, Object... values) {
    return sql.connectionResult(connection -> {
      try (PreparedStatement prepared = prepare(connection, statement, values)) {
        return prepared.executeUpdate();
      }
    });
  }

  /** As {@link #execute}, for statements that answer rows. */
  public static <T> List<T> query(
      DSLContext sql, String statement, Db.RowReader<T> reader, Object... values) {
    return sql.connectionResult(connection -> {
      try (PreparedStatement prepared = prepare(connection, statement, values);
          ResultSet result = prepared.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(reader.read(result));
        }
        return rows;
      }
    });
  }

  /** As {@link #query}, by what {@code key} reads of each row, in the order of the rows. */
  public static <K, V> Map<K, V> map(
      DSLContext sql,
      String statement,
      Db.RowReader<K> key,
      Db.RowReader<V> value,
      Object... values) {
    Map<K, V> map = new LinkedHashMap<>();
    query(sql, statement, row -> Map.entry(key.read(row), value.read(row)), values)
        .forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static PreparedStatement prepare(
      Connection connection, String statement, Object... values) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    try {
      for (int i = 0; i < values.length; i++) {
        bind(connection, prepared, i + 1, values[i]);
      }
      return prepared;
    } catch (SQLException | RuntimeException failure) {
      prepared.close();
      throw failure;
    }
  }

  private static void bind(Connection connection, PreparedStatement prepared, int at, Object value)
      throws SQLException {
    switch (value) {
      case @Nullable Long[] longs ->
          prepared.setArray(at, connection.createArrayOf("bigint", longs));
      case Integer[] ints -> prepared.setArray(at, connection.createArrayOf("integer", ints));
      case Boolean[] flags -> prepared.setArray(at, connection.createArrayOf("boolean", flags));
      case @Nullable String[] texts ->
          prepared.setArray(at, connection.createArrayOf("text", texts));
      case byte[][] bodies -> prepared.setArray(at, connection.createArrayOf("bytea", bodies));
      case Instant time -> prepared.setObject(at, time.atOffset(ZoneOffset.UTC));
      case Long number -> prepared.setLong(at, number);
      case Integer number -> prepared.setInt(at, number);
      case Boolean flag -> prepared.setBoolean(at, flag);
      case String text -> prepared.setString(at, text);
      default -> throw new IllegalArgumentException("no column of " + value.getClass());
    }
  }
}
