using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    /// <summary>Stores the valid text that the reader is at by its member's role; without a role no string is allocated.</summary>
    private void AssignText(Member member)
    {
        var role = member.Role;
        switch (role)
        {
            case MemberRole.EventType:
                CheckType();
                return;
            case MemberRole.Timestamp:
                AssignTimestamp();
                return;
            case MemberRole.RecordSeparator or MemberRole.LineFeed:
                // As sent: the usual separator is a NUL character.
                AssignEnvelopeText(role, Cut(_json.GetString()!, MaxSeparatorLength));
                return;
            case MemberRole.None:
                CheckTextLength(member.MaxTextLength);
                return;
            case MemberRole.StateName when ++_draft.StateNames > ReadingLimits.States:
                _draft.Cuts |= ReaderCuts.States;
                return;
        }

        var text = ReadText(member.MaxTextLength);
        switch (role)
        {
            case MemberRole.Id: _draft.Id = text; break;
            case MemberRole.Name: _draft.Name = text; break;
            case MemberRole.StateName: (_draft.States ??= []).Add(text); break;
            case MemberRole.Channel: _draft.Channel = text; break;
            case MemberRole.PlayerName: _draft.PlayerName = text; break;
            case MemberRole.ContentType: _draft.ContentType = text; break;
            case MemberRole.VisitorId: _draft.VisitorId = text; break;
            case MemberRole.OtherVisitorId: AddVisitorId(text); break;
            case MemberRole.ErrorId when _inQoeData: _draft.Qoe.ErrorId = text; break;
            case MemberRole.ErrorId: _draft.ParamsQoe.ErrorId = text; break;
            case MemberRole.ErrorSource when _inQoeData: _draft.Qoe.ErrorSource = text; break;
            case MemberRole.ErrorSource: _draft.ParamsQoe.ErrorSource = text; break;
            case MemberRole.ParamsErrorId: _draft.ParamsErrorId = text; break;
            case MemberRole.ParamsErrorSource: _draft.ParamsErrorSource = text; break;
            case >= MemberRole.SessionId: AssignEnvelopeText(role, text); break;
            default: AssignAdText(_draft.Ad ??= new AdTexts(), role, text); break;
        }
    }

    private static void AssignAdText(AdTexts ad, MemberRole role, string text)
    {
        switch (role)
        {
            case MemberRole.BreakName: ad.BreakName = text; break;
            case MemberRole.Advertiser: ad.Advertiser = text; break;
            case MemberRole.CampaignId: ad.CampaignId = text; break;
            case MemberRole.CreativeId: ad.CreativeId = text; break;
            case MemberRole.CreativeUrl: ad.CreativeUrl = text; break;
            case MemberRole.PlacementId: ad.PlacementId = text; break;
            case MemberRole.SiteId: ad.SiteId = text; break;
        }
    }

    /// <summary>The text, or the number as it was written, that the reader is at, cut to <paramref name="length"/> UTF-16 units.</summary>
    private string ReadText(int length)
    {
        var text = _json.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(_json.ValueSpan) : ReadText();

        // A byte is at most one UTF-16 unit.
        return _json.ValueSpan.Length <= length ? text : Cut(text, length);
    }

    /// <summary>The string that the reader is at, without NUL characters.</summary>
    private readonly string ReadText()
    {
        var text = _json.GetString()!;
        return _json.ValueIsEscaped ? text.Replace("\0", "", StringComparison.Ordinal) : text;
    }

    private string Cut(string text, int length)
    {
        var kept = JsonText.Cut(text, length, out var wasCut);
        if (wasCut) _draft.Cuts |= ReaderCuts.Text;
        return kept;
    }

    /// <summary>Records whether a text that is not kept here is too long.</summary>
    private void CheckTextLength(int max) =>
        _draft.HasLongText = _draft.HasLongText || (_json.ValueSpan.Length > max && ReadText().Length > max);

    private void AddVisitorId(string id)
    {
        var ids = _isInItem ? null : _envelope?.VisitorIds;
        ids ??= _draft.OtherVisitorIds ??= [];
        if (ids.Count < ReadingLimits.OtherVisitorIds && !ids.Contains(id)) ids.Add(id);
    }

    private void AssignNumber(MemberRole role, double value)
    {
        switch (role)
        {
            // Adding zero turns −0 into 0.
            case MemberRole.WholePlayhead: AssignWholePlayhead(value); break;
            case MemberRole.Playhead: _draft.Playhead = value + 0.0; break;
            case MemberRole.Offset: _draft.Offset = value + 0.0; break;
            case MemberRole.Length: _draft.Length = value + 0.0; break;
            default:
                if (_inQoeData) AssignQoe(ref _draft.Qoe, role, value);
                else AssignQoe(ref _draft.ParamsQoe, role, value);
                break;
        }
    }

    private static void AssignQoe(ref QoeDraft qoe, MemberRole role, double value)
    {
        switch (role)
        {
            case MemberRole.Bitrate: qoe.Bitrate = value + 0.0; break;
            case MemberRole.DroppedFrames: qoe.DroppedFrames = value + 0.0; break;
            case MemberRole.FramesPerSecond: qoe.FramesPerSecond = value + 0.0; break;
            case MemberRole.TimeToStart: qoe.TimeToStart = value + 0.0; break;
        }
    }

    private void AssignFlag(MemberRole role, bool value)
    {
        switch (role)
        {
            case MemberRole.Resume: _draft.Resume = value; break;
            case MemberRole.Downloaded: AssignDownloaded(value); break;
            case MemberRole.IsStreaming: _envelope!.IsStreaming = value; break;
        }
    }
}
