using System.Text;
using System.Text.Json;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Reading;

internal ref partial struct EventReader
{
    /// <summary>Puts the right text that the reader stands on where it belongs; a text without a slot is not even made a string.</summary>
    private void TakeText(Member member)
    {
        Slot slot = member.Slot;
        switch (slot)
        {
            case Slot.EventType:
                CheckType();
                return;
            case Slot.None:
                RecordLongText(member.LongestText);
                return;
            case Slot.StateName when ++_draft.StateNames > ReadingLimits.States:
                _draft.Cuts |= ReaderCuts.States;
                return;
        }

        string text = NameHere();
        switch (slot)
        {
            case Slot.Id: _draft.Id = text; break;
            case Slot.Name: _draft.Name = text; break;
            case Slot.StateName: (_draft.States ??= []).Add(text); break;
            case Slot.Channel: _draft.Channel = text; break;
            case Slot.PlayerName: _draft.PlayerName = text; break;
            case Slot.ContentType: _draft.ContentType = text; break;
            case Slot.VisitorId: _draft.VisitorId = text; break;
            case Slot.OtherVisitorId when _draft.OtherVisitorIds is not { Count: >= ReadingLimits.OtherVisitorIds }: (_draft.OtherVisitorIds ??= []).Add(text); break;
            case Slot.ErrorId when _inQoeData: _draft.Qoe.ErrorId = text; break;
            case Slot.ErrorId: _draft.ParamsQoe.ErrorId = text; break;
            case Slot.ErrorSource when _inQoeData: _draft.Qoe.ErrorSource = text; break;
            case Slot.ErrorSource: _draft.ParamsQoe.ErrorSource = text; break;
            case Slot.ParamsErrorId: _draft.ParamsErrorId = text; break;
            case Slot.ParamsErrorSource: _draft.ParamsErrorSource = text; break;
        }
    }

    /// <summary>The id or name that the reader stands on, as much as is kept of it.</summary>
    private string NameHere()
    {
        string text = _json.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(_json.ValueSpan) : TextHere();

        // A byte makes one unit at most.
        return _json.ValueSpan.Length <= ReadingLimits.Name ? text : Cut(text, ReadingLimits.Name);
    }

    /// <summary>The string that the reader stands on, its NUL characters left out.</summary>
    private readonly string TextHere()
    {
        string text = _json.GetString()!;
        return _json.ValueIsEscaped ? text.Replace("\0", "", StringComparison.Ordinal) : text;
    }

    private string Cut(string text, int length)
    {
        string kept = JsonText.Cut(text, length, out bool wasCut);
        if (wasCut) _draft.Cuts |= ReaderCuts.Text;
        return kept;
    }

    /// <summary>A text that is only told again: whether it is too long for that.</summary>
    private void RecordLongText(int longest) =>
        _draft.HasLongText = _draft.HasLongText || (_json.ValueSpan.Length > longest && TextHere().Length > longest);

    private void TakeNumber(Slot slot, double value)
    {
        switch (slot)
        {
            // Adding zero turns −0 into 0.
            case Slot.Playhead: _draft.Playhead = value + 0.0; break;
            case Slot.Seconds: _draft.Seconds = value + 0.0; break;
            default:
                if (_inQoeData) TakeQoe(ref _draft.Qoe, slot, value);
                else TakeQoe(ref _draft.ParamsQoe, slot, value);
                break;
        }
    }

    private static void TakeQoe(ref QoeDraft qoe, Slot slot, double value)
    {
        switch (slot)
        {
            case Slot.Bitrate: qoe.Bitrate = value + 0.0; break;
            case Slot.DroppedFrames: qoe.DroppedFrames = value + 0.0; break;
            case Slot.FramesPerSecond: qoe.FramesPerSecond = value + 0.0; break;
            case Slot.TimeToStart: qoe.TimeToStart = value + 0.0; break;
        }
    }

    private void TakeFlag(Slot slot, bool value)
    {
        switch (slot)
        {
            case Slot.Resume: _draft.Resume = value; break;
            case Slot.Downloaded: TakeDownloaded(value); break;
        }
    }
}
