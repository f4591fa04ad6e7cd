using Microsoft.Data.Sqlite;

namespace SessionGrains.Silo.Clustering.Localhost;

internal static class SqliteCommands
{
    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public static int Run(this SqliteCommand command, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        command.CommandText = sql;
        command.Parameters.Clear();
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);

        return command.ExecuteNonQuery();
    }

    public static int ReadInteger(this SqliteCommand command, string sql)
    {
        command.CommandText = sql;
        command.Parameters.Clear();
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static List<T> ReadRows<T>(this SqliteCommand command, string sql, Func<SqliteDataReader, T> row)
    {
        command.CommandText = sql;
        command.Parameters.Clear();
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));

        return rows;
    }
}
