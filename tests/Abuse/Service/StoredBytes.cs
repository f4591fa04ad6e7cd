using Microsoft.Data.Sqlite;

namespace SessionGrains.Abuse.Tests;

/// <summary>How many bytes a store holds.</summary>
internal static class StoredBytes
{
    /// <summary>
    /// Pages in use, whether they stand in the file or in its write-ahead log. Asked of a copy, because the program has the file for itself. Nobody may
    /// write meanwhile.
    /// </summary>
    public static long OfSqlite(string path)
    {
        var folder = Directory.CreateTempSubdirectory("sg-abuse-copy-").FullName;
        try
        {
            var copy = Path.Combine(folder, "copy.db");
            foreach (var suffix in (string[])["", "-wal"])
            {
                if (File.Exists(path + suffix))
                    Copy(path + suffix, copy + suffix);
            }

            using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
            database.Open();
            return (Ask(database, "page_count") - Ask(database, "freelist_count")) * Ask(database, "page_size");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of the data set alone, without what connections and buffers take.</summary>
    public static async Task<long> OfRedisAsync(RedisProcess redis)
    {
        await using var connection = await redis.ConnectAsync();
        var memory = await connection.GetServers()[0].InfoAsync("memory");
        return long.Parse(memory.SelectMany(static group => group).First(static one => one.Key == "used_memory_dataset").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>With cp(1), because .NET locks each file it opens, and the program holds that lock.</summary>
    private static void Copy(string from, string to)
    {
        using var copying = Process.Start("cp", ["--", from, to]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
    }

    private static long Ask(SqliteConnection database, string pragma)
    {
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // One of three names above.
        command.CommandText = $"PRAGMA {pragma}";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
