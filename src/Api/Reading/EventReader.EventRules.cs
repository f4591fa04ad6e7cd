using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    /// <summary>Reads the event object that the reader is at, to its end.</summary>
    private void ReadEvent()
    {
        _draft = default;
        ReadObject(_format.Event);
        if (_stopped || _draft.Entry is not { } entry) return;
        RecordCuts(isStart: entry.Type is PlayerEventType.SessionStart);
        if (entry.NeedsParams && !_draft.HasParams)
        {
            RefuseMember("params", ViolationCodes.Required, $"is required: {entry.Name} needs {RequiredParams(entry)}");
            return;
        }

        switch (entry.Type)
        {
            case PlayerEventType.Error:
                if (!_draft.HasErrorId) RefuseError("media.qoe.errorID", "media.errorId");
                if (!_draft.HasErrorSource) RefuseError("media.qoe.errorSource", "media.errorSource");
                break;
            case PlayerEventType.StatesUpdate when !_draft.HasStates:
                RefuseMember("params", ViolationCodes.Empty, "must have at least one state in statesStart or statesEnd");
                break;
        }
    }

    /// <summary>Applies limits that depend on the type, which may come last. A sessionStart's body is kept whole.</summary>
    private void RecordCuts(bool isStart)
    {
        if (_draft.HasLongText && !isStart) _draft.Cuts |= ReaderCuts.Text;
        if (_draft.MetadataEntries > (isStart ? ReadingLimits.StartMetadata : ReadingLimits.Metadata)) _draft.Cuts |= ReaderCuts.Metadata;
    }

    private static string RequiredParams(CatalogueEntry entry)
    {
        if (entry.Type is PlayerEventType.StatesUpdate) return "statesStart or statesEnd";
        var names = new List<string>();
        foreach (var member in entry.Params.Members)
        {
            if (member.Required) names.Add(member.Name);
        }

        return string.Join(", ", names);
    }

    private void RefuseError(string inQoeData, string inParams) =>
        Refuse(_path.ToPointer(_body, "qoeData", inQoeData), ViolationCodes.Required, $"is required: an error is told by {inQoeData} in qoeData, or by {inParams} in params");

    /// <summary>Validates the event type; the reader is at its text.</summary>
    private void CheckType()
    {
        if (_isDownloaded && _origin is EventOrigin.Events) return;
        _draft.Entry = _format.Find(ref _json);
        var wrong = _draft.Entry is { } entry ? _format.Misplaced(_origin, entry.Type) : _format.AdviceForUnknown(_json.GetString()!);
        if (wrong is not null) Refuse(ViolationCodes.EventType, wrong);
    }

    private void AssignDownloaded(bool value)
    {
        _draft.HasDownloaded = true;
        _draft.Downloaded = value;
        if (value && _origin is (EventOrigin.Sessions or EventOrigin.Events))
        {
            Refuse(ViolationCodes.Value, "must not be true on a live session: " + _format.WhereDownloadedGo);
        }
    }
}
