using Microsoft.Extensions.Configuration;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Exports.Webhooks;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Grains.Tests;

/// <summary>Wrong settings are refused in one line.</summary>
public sealed class ExportSinksTests
{
    /// <summary>24 bytes, the least.</summary>
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("lake:Kind=Parquet", "Exports:lake:Path is missing")]
    [InlineData("lake:Kind=Excel lake:Path=x", "Exports:lake:Kind is 'Excel': set it to Parquet or File or PostgreSQL or Webhook.")]
    [InlineData("lake:Path=x", "Exports:lake:Kind is ''")]
    [InlineData("Lake:Kind=File Lake:Path=x", "Exports:Lake is no name for a sink")]
    [InlineData("lake:Kind=File lake:Path=x lake:Window=00:00:00", "Exports:lake:Window is 00:00:00: it must be from 00:00:01 to 1.00:00:00")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=0", "Exports:lake:MaxSessions is 0: it must be from 1 to 100000.")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=many", "lake")]
    [InlineData("db:Kind=PostgreSQL", "Exports:db:ConnectionString is missing")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=nonsense", "Exports:db:ConnectionString cannot be read")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=x db:Schema=a.b", "Exports:db:Schema is 'a.b'")]
    [InlineData("w:Kind=Webhook", "Exports:w:Url is missing: set it to the address that takes the sessions")]
    [InlineData("w:Kind=Webhook w:Url=/sessions", "Exports:w:Url is not an absolute http or https address")]
    [InlineData("w:Kind=Webhook w:Url=ftp://h/x", "Exports:w:Url is not an absolute http or https address")]
    [InlineData("w:Kind=Webhook w:Url=https://user:pass@h/x", "Exports:w:Url is not an absolute http or https address without user name and password")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x", "Exports:w:Secret is missing: set it to whsec_")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:MaxBatch=0 w:Secret=" + Key, "Exports:w:MaxBatch is 0: it must be from 1 to 1000.")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:MaxBatch=1001 w:Secret=" + Key, "Exports:w:MaxBatch is 1001: it must be from 1 to 1000.")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:Timeout=00:00:00.9 w:Secret=" + Key, "Exports:w:Timeout is 00:00:00.9000000: it must be from 00:00:01 to 00:01:00")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:GiveUpAfter=00:00:59 w:Secret=" + Key, "Exports:w:GiveUpAfter is 00:00:59: it must be from 00:01:00 to 30.00:00:00")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:GiveUpAfter=31.00:00:00 w:Secret=" + Key, "Exports:w:GiveUpAfter is 31.00:00:00: it must be from 00:01:00 to 30.00:00:00")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:Timeout=00:01:01 w:Secret=" + Key, "Exports:w:Timeout is 00:01:01: it must be from 00:00:01 to 00:01:00")]
    [InlineData("lake:Kind=Parquet lake:Path=s3://", "Exports:lake:Path is 's3://': name a bucket, as in s3://bucket/prefix.")]
    [InlineData("lake:Kind=Parquet lake:Path=s3:///x", "Exports:lake:Path is 's3:///x': name a bucket")]
    [InlineData("lake:Kind=Parquet lake:Path=s3://b lake:Endpoint=storage", "Exports:lake:Endpoint is not an absolute http or https address")]
    [InlineData("lake:Kind=Parquet lake:Path=s3://b lake:Endpoint=https://user:pass@h", "Exports:lake:Endpoint is not an absolute http or https address without user name and password")]
    [InlineData("lake:Kind=File lake:Path=s3://b lake:AccessKey=x", "Exports:lake:SecretKey is missing")]
    [InlineData("lake:Kind=File lake:Path=s3://b lake:SecretKey=hidden", "Exports:lake:AccessKey is missing")]
    [InlineData("lake:Kind=File lake:Path=s3://b lake:RequestChecksumCalculation=NEVER", "Exports:lake:RequestChecksumCalculation is 'NEVER': set it to WHEN_REQUIRED or WHEN_SUPPORTED.")]
    public void A_wrong_setting_is_refused(string settings, string message) => Assert.Contains(message, Assert.Throws<StartRefusedException>(() => Open(settings)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_hunter2%hunter2%hunter2%hunter2%")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaQ=")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_wrong_secret_is_refused_and_not_repeated(string secret)
    {
        const string Rest = "w:Kind=Webhook w:Url=http://h/x ";
        Assert.StartsWith("Exports:w:Secret cannot be read: set it to whsec_ and 24 to 64 random bytes in base64", Refusal($"{Rest} w:Secret={secret}"), StringComparison.Ordinal);
        Assert.StartsWith("Exports:w:PreviousSecret cannot be read: remove it", Refusal($"{Rest} w:Secret={Key} w:PreviousSecret={secret}"), StringComparison.Ordinal);

        string Refusal(string settings)
        {
            var message = Assert.Throws<StartRefusedException>(() => Open(settings)).Message;
            Assert.DoesNotContain('\n', message);
            Assert.True(secret == "whsec_" || !message.Contains(secret, StringComparison.Ordinal));
            return message;
        }
    }

    [Theory]
    [InlineData("w:MaxBatch=1 w:Timeout=00:00:01")]
    [InlineData("w:MaxBatch=1000 w:Timeout=00:01:00")]
    [InlineData("w:PreviousSecret=" + Key)]
    public void Right_settings_of_a_webhook_are_taken(string settings) =>
        Assert.IsType<WebhookSink>(Open($"w:Kind=Webhook w:Url=https://example.com/x?y w:Secret={Key} {settings}").Open("w"));

    [Theory]
    [InlineData(StorageProvider.Memory)]
    [InlineData(StorageProvider.OrleansRedis)]
    public void A_store_that_keeps_no_reports_is_refused(StorageProvider store) =>
        Assert.Contains("set Storage:Provider to Sqlite or Redis", Assert.Throws<StartRefusedException>(() => Open("lake:Kind=File lake:Path=x", store)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_the_section_there_are_none() => Assert.Empty(Open("").All);

    [Theory]
    [InlineData("db:Kind=None db:ConnectionString=x lake:Kind=File lake:Path=x")]
    [InlineData("db:Kind=none lake:Kind=File lake:Path=x")]
    public void A_sink_of_the_kind_None_is_none(string settings) => Assert.Equal(["lake"], Open(settings).All.Keys);

    [Fact]
    public void A_store_that_keeps_no_reports_is_taken_if_all_sinks_are_None() => Assert.Empty(Open("db:Kind=None", StorageProvider.Memory).All);

    private static ExportSinks Open(string settings, StorageProvider store = StorageProvider.Sqlite) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('=', 2)).Select(static one => KeyValuePair.Create("Exports:" + one[0], (string?)one[1])))
            .Build().GetSection(ExportOptions.Sinks),
        store, "cluster");
}
