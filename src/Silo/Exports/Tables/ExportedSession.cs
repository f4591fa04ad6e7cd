using System.Text.Json;
using SessionGrains.Messages;
using SessionGrains.Reports;

namespace SessionGrains.Silo.Exports.Tables;

/// <summary>A row of the table of sessions: a closed session, or a report that cannot be read.</summary>
internal sealed class ExportedSession
{
    private static readonly IReadOnlyList<KeyValuePair<string, string?>> Nothing = [];

    private readonly Dictionary<string, string?> _params = new(StringComparer.Ordinal);

    private ExportedSession(SessionReport report, string? error) => (View, SessionId, Error) = (error is null ? report.Session : null, report.Session?.SessionId ?? report.SessionId, error);

    /// <summary>Null if it cannot be read.</summary>
    public SessionView? View { get; }

    public string? SessionId { get; }

    /// <summary>Why it cannot be read; null if it can.</summary>
    public string? Error { get; }

    /// <summary>The params of the sessionStart that have no column of their own, in the order in which they were sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> OtherParams { get; private set; } = Nothing;

    public IReadOnlyList<KeyValuePair<string, string?>> CustomMetadata { get; private set; } = Nothing;

    /// <summary>Its rows in their order; none if it cannot be read.</summary>
    public IReadOnlyList<SessionRow> Rows { get; private set; } = [];

    public static ExportedSession Of(SessionReport report)
    {
        if (report.Error is not null)
        {
            return new(report, report.Error);
        }

        try
        {
            var session = new ExportedSession(report, null);
            session.ReadStart();
            session.Rows = SessionRows.Of(report.Session);
            return session;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Written by a newer version, or damaged in a way that the checksum does not detect. The others are to leave.
            return new(report, Quarantine.UnreadableReason.NotPresentable);
        }
    }

    /// <summary>A param as text; null if it was not sent.</summary>
    public string? Param(string name) => _params.GetValueOrDefault(name);

    private void ReadStart()
    {
        using var start = JsonDocument.Parse(View!.StartBody);
        var others = new List<KeyValuePair<string, string?>>();
        foreach (var member in MembersOf(start.RootElement, "params"))
        {
            var text = TextOf(member.Value);
            if (SessionsTable.ParamsWithColumns.Contains(member.Name))
            {
                _params.TryAdd(member.Name, text);
            }
            else
            {
                others.Add(new(member.Name, text));
            }
        }

        OtherParams = Values.Map(others);
        CustomMetadata = Values.Map(MembersOf(start.RootElement, "customMetadata").Select(static member => KeyValuePair.Create(member.Name, TextOf(member.Value))));
    }

    private static JsonElement.ObjectEnumerator MembersOf(JsonElement start, string name) =>
        start.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member.EnumerateObject() : default;

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Values.Text(value.GetString()),
        _ => value.GetRawText(),
    };
}

/// <summary>A row of the table of rows.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Row">What it is about.</param>
internal sealed record ExportedRow(ExportedSession Session, SessionRow Row);
