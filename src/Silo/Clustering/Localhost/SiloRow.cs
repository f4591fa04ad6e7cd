using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans;
using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>Converts between membership entries and rows of the membership file, whose columns are readable in a Sqlite shell.</summary>
internal static class SiloRow
{
    public const string SelectAll = "SELECT address, etag, status, name, host, gateway_port, started, alive, suspects FROM silos";

    private const char BetweenSuspects = ' ';
    private const char BeforeTime = '=';

    public static (MembershipEntry Entry, string ETag) Read(SqliteDataReader row) => (
        new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(row.GetString(0)),
            Status = (SiloStatus)row.GetInt32(2),
            SiloName = row.GetString(3),
            HostName = row.GetString(4),
            ProxyPort = row.GetInt32(5),
            StartTime = Time(row.GetString(6)),
            IAmAliveTime = Time(row.GetString(7)),
            SuspectTimes = [.. row.GetString(8).Split(BetweenSuspects, StringSplitOptions.RemoveEmptyEntries).Select(Suspicion)],
        },
        row.GetInt64(1).ToString(CultureInfo.InvariantCulture));

    public static (string Name, object Value)[] Write(MembershipEntry entry) =>
    [
        ("$address", entry.SiloAddress.ToParsableString()),
        ("$status", (int)entry.Status),
        ("$name", entry.SiloName ?? ""),
        ("$host", entry.HostName ?? ""),
        ("$gateway_port", entry.ProxyPort),
        ("$started", Text(entry.StartTime)),
        ("$alive", Text(entry.IAmAliveTime)),
        ("$suspects", string.Join(BetweenSuspects, (entry.SuspectTimes ?? []).Select(suspicion => $"{suspicion.Item1.ToParsableString()}{BeforeTime}{Text(suspicion.Item2)}"))),
    ];

    public static string Text(DateTime time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static Tuple<SiloAddress, DateTime> Suspicion(string text)
    {
        var cut = text.IndexOf(BeforeTime, StringComparison.Ordinal);
        return Tuple.Create(SiloAddress.FromParsableString(text[..cut]), Time(text[(cut + 1)..]));
    }
}
