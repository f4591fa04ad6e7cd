using Microsoft.Extensions.Configuration;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Grains.Tests;

/// <summary>Wrong settings are refused in one line.</summary>
public sealed class ExportSinksTests
{
    [Theory]
    [InlineData("lake:Kind=Parquet", "Exports:lake:Path is missing")]
    [InlineData("lake:Kind=Excel lake:Path=x", "Exports:lake:Kind is 'Excel': set it to Parquet or File or PostgreSQL.")]
    [InlineData("lake:Path=x", "Exports:lake:Kind is ''")]
    [InlineData("Lake:Kind=File Lake:Path=x", "Exports:Lake is no name for a sink")]
    [InlineData("lake:Kind=File lake:Path=x lake:Window=00:00:00", "Exports:lake:Window is 00:00:00: it must be from 00:00:01 to 1.00:00:00")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=0", "Exports:lake:MaxSessions is 0: it must be from 1 to 100000.")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=many", "lake")]
    [InlineData("db:Kind=PostgreSQL", "Exports:db:ConnectionString is missing")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=nonsense", "Exports:db:ConnectionString cannot be read")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=x db:Schema=a.b", "Exports:db:Schema is 'a.b'")]
    public void A_wrong_setting_is_refused(string settings, string message) => Assert.Contains(message, Assert.Throws<StartRefusedException>(() => Open(settings)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(StorageProvider.Memory)]
    [InlineData(StorageProvider.OrleansRedis)]
    public void A_store_that_keeps_no_reports_is_refused(StorageProvider store) =>
        Assert.Contains("set Storage:Provider to Sqlite or Redis", Assert.Throws<StartRefusedException>(() => Open("lake:Kind=File lake:Path=x", store)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_the_section_there_are_none() => Assert.Empty(Open("").All);

    private static ExportSinks Open(string settings, StorageProvider store = StorageProvider.Sqlite) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('=')).Select(static one => KeyValuePair.Create("Exports:" + one[0], (string?)one[1])))
            .Build().GetSection(ExportOptions.Sinks),
        store, "cluster");
}
