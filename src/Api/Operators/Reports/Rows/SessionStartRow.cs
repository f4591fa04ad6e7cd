using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The start of a session, with everything that its sessionStart said.</summary>
internal sealed record SessionStartRow : ReportRow
{
    private readonly SessionView _view;

    public SessionStartRow(RowSession session, SessionView view)
        : base("sessionStart", session, view.StartTs) => _view = view;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long OpenedAt => _view.OpenedAtMs;

    /// <summary>As sent</summary>
    public RawObject Params => RawObject.MemberOf(_view.StartBody, "params"u8);

    /// <summary>As sent</summary>
    public RawObject CustomMetadata => RawObject.MemberOf(_view.StartBody, "customMetadata"u8);
}
