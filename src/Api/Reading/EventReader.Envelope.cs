using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>Envelopes: their events are read one by one, each with violations of its own.</summary>
internal ref partial struct EventReader
{
    /// <summary>Events of an envelope, each of which is a call and may be told all that is wrong with it.</summary>
    private const int MaxEvents = 100;

    private readonly EnvelopeFormat Enveloped => (EnvelopeFormat)_format;

    /// <summary>Reads a body that must be an envelope; null, with violations, if it is none.</summary>
    /// <param name="nowMs">The server's clock, for a sessionStart without a time; milliseconds since 1970-01-01 UTC.</param>
    /// <param name="isMediaAlone">Whether every event must be one of media.</param>
    public Envelope? ReadEnvelope(long nowMs, bool isMediaAlone)
    {
        (_nowMs, _isMediaAlone, _envelope) = (nowMs, isMediaAlone, new());
        if (JsonFault.BeforeReading(_body) is { } fault)
        {
            Refuse(fault.Code, fault.Detail);
            return null;
        }

        try
        {
            if (!Next())
            {
                return null;
            }

            if (_json.TokenType is not JsonTokenType.StartObject)
            {
                Refuse(ViolationCodes.Type, $"must be an object with events, not {TokenName}");
                return null;
            }

            ReadObject(Enveloped.Envelope);
            ReadEnd();
        }
        catch (JsonException error)
        {
            (_stopped, _violations) = (false, null);
            Refuse("", ViolationCodes.Json, JsonFault.Describe(_body, error, _ended));
        }

        return _violations is null ? _envelope : null;
    }

    private void ReadEvents()
    {
        if (IsTooDeep())
        {
            return;
        }

        var index = 0;
        for (; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.EnterItem(index);
            if (index == MaxEvents)
            {
                Refuse(ViolationCodes.Range, $"is one too many: a request may have {MaxEvents} events");
                _stopped = true;
            }
            else if (_json.TokenType is JsonTokenType.StartObject)
            {
                ReadItem(index);
            }
            else
            {
                Refuse(ViolationCodes.Type, $"must be an object, one event, not {TokenName}");
                SkipValue();
            }

            _path.Leave();
        }

        if (index == 0)
        {
            Refuse(ViolationCodes.Empty, "must have an event");
        }
    }

    /// <summary>Reads an item of the events. What is wrong with it is noted at it.</summary>
    private void ReadItem(int index)
    {
        var (ofEnvelope, path, depth, begin) = (_violations, _path, _json.CurrentDepth, (int)_json.TokenStartIndex);
        (_violations, _draft, _isInItem) = (null, default, true);
        var type = PeekType(out _draft.Entry);
        _isDownloaded = type == Enveloped.DownloadedType;
        _downloaded = _isDownloaded ? [] : null;
        (_downloadedStart, _downloadedMetadata) = (null, null);
        _origin = EventOrigin.Events;
        var isOther = !_isMediaAlone && type?.StartsWith(Enveloped.MediaPrefix, StringComparison.Ordinal) != true && !IsOfMedia();
        ReadObject(Enveloped.Item);
        if (!isOther)
        {
            CheckItem();
        }

        // Reading of an item stops at its hundredth violation, or where it is too deep; the next is read all the same.
        (_stopped, _path) = (false, path);
        while (_json.TokenType is not JsonTokenType.EndObject || _json.CurrentDepth > depth)
        {
            _json.Read();
        }

        var item = _body[begin..(int)_json.BytesConsumed];
        var isStart = _draft.Entry is { Type: PlayerEventType.SessionStart };
        _envelope!.Events.Add(new(index)
        {
            IsOther = isOther,
            IsDownloaded = _isDownloaded,
            Type = _draft.Entry?.Type,
            SessionId = _draft.SessionId,
            FractionDigits = _draft.FractionDigits,
            Ecid = _draft.VisitorId,
            VisitorIds = _draft.OtherVisitorIds ?? [],
            Json = isStart || _isDownloaded ? item.ToArray() : [],
            Metadata = _isDownloaded ? [.. (_downloadedMetadata ?? []).Concat(_draft.Metadata ?? []).Take(ReadingLimits.StartMetadata)] : isStart ? _draft.Metadata?.ToArray() ?? [] : [],
            Violations = isOther ? [] : _violations ?? [],
            Request = isOther || _violations is not null ? null
                : _isDownloaded ? new DownloadedBatch(_downloadedStart! with { Cuts = _downloadedStart!.Cuts | _draft.Cuts }, [.. _downloaded!])
                : isStart ? ToStartRequest([])
                : ToPlayerEvent(item),
        });
        _told += _violations?.Count ?? 0;
        (_violations, _isInItem) = (ofEnvelope, false);
    }

    /// <summary>Rules across members of an item.</summary>
    private void CheckItem()
    {
        if (_isDownloaded)
        {
            if (_downloadedStart is null && _violations is null)
            {
                RefuseMissing(Enveloped.EventMember, Enveloped.DownloadedEventsMember);
            }

            CheckMetadataOfDownloaded();
            return;
        }

        if (!CheckEvent(Enveloped.EventMember, Enveloped.MediaMember))
        {
            return;
        }

        var isStart = _draft.Entry is { Type: PlayerEventType.SessionStart };
        if (!_draft.HasTimestamp && isStart && !_strict)
        {
            _draft.Ts = _nowMs;
        }
        else if (!_draft.HasTimestamp)
        {
            RefuseMissing(Enveloped.EventMember, Enveloped.TimestampMember);
        }

        if (!isStart && !_draft.HasSessionId)
        {
            Refuse(_path.ToPointer(_body, Enveloped.EventMember, Enveloped.MediaMember, Enveloped.SessionIdMember), ViolationCodes.Required,
                "is required" + (_draft.UnknownMember?.EndsWith("/sessionId", StringComparison.Ordinal) == true ? $", and it is called {Enveloped.SessionIdMember}, not sessionId" : ""));
        }
    }

    /// <summary>That of the session's first event and that of the item are one.</summary>
    private void CheckMetadataOfDownloaded()
    {
        var ofStart = _downloadedMetadata ?? [];
        if (_draft.MetadataEntries + ofStart.Length > ReadingLimits.StartMetadata)
        {
            _draft.Cuts |= ReaderCuts.Metadata;
        }

        foreach (var twice in (_draft.Metadata ?? []).Where(entry => ofStart.Any(one => one.Key == entry.Key)))
        {
            Refuse(_path.ToPointer(_body, Enveloped.EventMember, "customMetadata"), ViolationCodes.DuplicateMember, $"names custom metadata that the first event names already: \"{JsonText.Quote(twice.Key, MaxQuoteLength)}\"");
        }
    }

    /// <summary>Rules across members of an event; false if there is nothing more to check.</summary>
    /// <param name="media">The path from here to what happened in the player.</param>
    private bool CheckEvent(params ReadOnlySpan<string> media)
    {
        if (_stopped || _draft.Entry is not { } entry)
        {
            return false;
        }

        RecordCuts(isStart: entry.Type is PlayerEventType.SessionStart);
        if (!_draft.HasParams)
        {
            RefuseMissing(media);
            return false;
        }

        if (entry.Type is PlayerEventType.StatesUpdate && !_draft.HasStates)
        {
            Refuse(_path.ToPointer(_body, media), ViolationCodes.Empty, Enveloped.NoStates);
        }

        return true;
    }

    private void RefuseMissing(params ReadOnlySpan<string> path) => Refuse(_path.ToPointer(_body, path), ViolationCodes.Required, "is required");

    /// <summary>The type of the item that the reader is at, before it is read; null if it has none.</summary>
    /// <param name="entry">What is known of the type; null for nothing.</param>
    private readonly string? PeekType(out CatalogueEntry? entry)
    {
        var ahead = _json;
        var hasType = MoveTo(ref ahead, Enveloped.EventMember) && ahead.TokenType is JsonTokenType.StartObject && MoveTo(ref ahead, Enveloped.TypeMember)
            && ahead.TokenType is JsonTokenType.String && IsWellFormed(ref ahead);
        entry = hasType ? _format.Find(ref ahead) : null;
        return hasType ? ahead.GetString() : null;
    }

    /// <summary>Whether the item that the reader is at says what happened in a player, whatever its type: then the type is a mistake.</summary>
    private readonly bool IsOfMedia()
    {
        var ahead = _json;
        return MoveTo(ref ahead, Enveloped.EventMember) && ahead.TokenType is JsonTokenType.StartObject && MoveTo(ref ahead, Enveloped.MediaMember)
            && ahead.TokenType is not JsonTokenType.Null;
    }

    /// <summary>Moves to the value of a member of the object that the reader is at.</summary>
    private static bool MoveTo(ref Utf8JsonReader ahead, string name)
    {
        while (ahead.Read() && ahead.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = IsWellFormed(ref ahead) && ahead.ValueTextEquals(name);
            ahead.Read();
            if (isIt)
            {
                return true;
            }

            ahead.Skip();
        }

        return false;
    }

    private void ReadDownloadedEvents()
    {
        if (!_isDownloaded || IsTooDeep())
        {
            SkipValue();
            return;
        }

        var ofItem = (_draft, _typed, _origin);
        _typed = Enveloped.DownloadedEvent;
        for (var index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.EnterItem(index);
            ReadDownloadedEvent(index == 0);
            _path.Leave();
        }

        (_draft, _typed, _origin) = ofItem;
    }

    private void ReadDownloadedEvent(bool isFirst)
    {
        if (_json.TokenType is not JsonTokenType.StartObject)
        {
            Refuse(ViolationCodes.Type, $"must be an object, one event, not {TokenName}");
            SkipValue();
            return;
        }

        var begin = (int)_json.TokenStartIndex;
        _draft = default;
        _origin = isFirst ? EventOrigin.BatchStart : EventOrigin.BatchRest;
        ReadObject(Enveloped.DownloadedEvent);
        CheckEvent(Enveloped.MediaMember);
        if (_violations is not null)
        {
            return;
        }

        if (isFirst)
        {
            _downloadedStart = ToStartRequest([]);
            _downloadedMetadata = _draft.Metadata?.ToArray();
        }
        else
        {
            _downloaded!.Add(ToPlayerEvent(_body[begin..(int)_json.BytesConsumed]));
        }
    }
}
