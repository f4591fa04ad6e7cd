using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>One closed session.</summary>
/// <param name="Cursor">Where to go on after this line; opaque.</param>
internal sealed record ReportAnswer(string Cursor)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionAnswer? Report { get; init; }

    /// <summary>Only beside error, where it is known: whose report it is</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>In the place of report: what is stored cannot be read (damaged, too-large, unknown-format or not-presentable). Go on with the cursor as ever</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}
