using System.Text;
using System.Text.Json;
using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.MediaCollection.Reading;

internal ref partial struct EventReader
{
    private const int MostOtherVisitorIds = 8;

    /// <summary>Puts the right text that the reader stands on where it belongs; a text without a slot is not even made a string.</summary>
    private void TakeText(Slot slot)
    {
        if (slot is Slot.None) return;
        if (slot is Slot.EventType)
        {
            CheckType();
            return;
        }

        string text = _json.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(_json.ValueSpan) : _json.GetString()!;
        switch (slot)
        {
            case Slot.Id: _draft.Id = text; break;
            case Slot.Name: _draft.Name = text; break;
            case Slot.StateName: (_draft.States ??= []).Add(text); break;
            case Slot.Channel: _draft.Channel = text; break;
            case Slot.PlayerName: _draft.PlayerName = text; break;
            case Slot.ContentType: _draft.ContentType = text; break;
            case Slot.VisitorId: _draft.VisitorId = text; break;
            case Slot.OtherVisitorId when _draft.OtherVisitorIds is not { Count: >= MostOtherVisitorIds }: (_draft.OtherVisitorIds ??= []).Add(text); break;
            case Slot.ErrorId when _inQoeData: _draft.Qoe.ErrorId = text; break;
            case Slot.ErrorId: _draft.ParamsQoe.ErrorId = text; break;
            case Slot.ErrorSource when _inQoeData: _draft.Qoe.ErrorSource = text; break;
            case Slot.ErrorSource: _draft.ParamsQoe.ErrorSource = text; break;
            case Slot.ParamsErrorId: _draft.ParamsErrorId = text; break;
            case Slot.ParamsErrorSource: _draft.ParamsErrorSource = text; break;
        }
    }

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
            case Slot.Bitrate: qoe.Bitrate = value; break;
            case Slot.DroppedFrames: qoe.DroppedFrames = value; break;
            case Slot.FramesPerSecond: qoe.FramesPerSecond = value; break;
            case Slot.TimeToStart: qoe.TimeToStart = value; break;
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
