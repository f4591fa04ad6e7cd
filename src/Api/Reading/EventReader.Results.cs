using System.IO.Hashing;
using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    /// <summary>Reads a body that must be one event; true when the draft is valid.</summary>
    private bool TryReadOne(string arraysBelong)
    {
        if (JsonFault.BeforeReading(_body) is { } fault)
        {
            Refuse(fault.Code, fault.Detail);
            return false;
        }

        try
        {
            if (!Next()) return false;
            if (_json.TokenType is not JsonTokenType.StartObject)
            {
                Refuse(ViolationCodes.Type, $"must be an object, one event, not {TokenName}{(_json.TokenType is JsonTokenType.StartArray ? arraysBelong : "")}");
                return false;
            }

            ReadEvent();
            ReadEnd();
        }
        catch (JsonException error)
        {
            Refuse("", ViolationCodes.Json, JsonFault.Describe(_body, error, _ended));
        }

        return _violations is null;
    }

    /// <summary>Reads the body of <c>POST /api/v1/sessions/{sid}/events</c>; null on violations.</summary>
    /// <param name="whole">The body as received, for its fingerprint.</param>
    public PlayerEvent? ReadPlayerEvent(ReadOnlySpan<byte> whole) =>
        TryReadOne(": downloaded sessions go to POST /api/v1/downloaded") ? ToPlayerEvent(whole) : null;

    /// <summary>Reads the body of <c>POST /api/v1/sessions</c>; null on violations.</summary>
    /// <param name="whole">The body as received. Kept without a copy when nothing surrounds the object.</param>
    public StartRequest? ReadStart(byte[] whole)
    {
        if (!TryReadOne(": downloaded sessions go to POST /api/v1/downloaded")) return null;
        var trimmed = _body.Trim(" \t\r\n"u8);
        return ToStartRequest(trimmed.Length == whole.Length ? whole : trimmed.ToArray());
    }

    /// <summary>Reads the array of a downloaded session; null on violations.</summary>
    /// <param name="requireFlag">True on <c>POST /api/v1/sessions</c>, where the sessionStart must have <c>media.downloaded: true</c>.</param>
    public DownloadedBatch? ReadBatch(bool requireFlag)
    {
        if (JsonFault.BeforeReading(_body) is { } fault)
        {
            Refuse(fault.Code, fault.Detail);
            return null;
        }

        StartRequest? start = null;
        var events = new List<PlayerEvent>();
        try
        {
            if (!Next()) return null;
            if (_json.TokenType is not JsonTokenType.StartArray)
            {
                Refuse(ViolationCodes.Type, $"must be an array of events, not {TokenName}: a live session begins at POST /api/v1/sessions");
                return null;
            }

            var index = 0;
            for (; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
            {
                _path.EnterItem(index);
                ReadItem(index == 0, requireFlag, ref start, events);
                _path.Leave();
            }

            if (index == 0 && !_stopped) Refuse(ViolationCodes.Empty, "must not be an empty array: its first event is the sessionStart");
            ReadEnd();
        }
        catch (JsonException error)
        {
            Refuse("", ViolationCodes.Json, JsonFault.Describe(_body, error, _ended));
        }

        return _violations is null && start is not null ? new DownloadedBatch(start, [.. events]) : null;
    }

    /// <summary>Reads past the end of the document; the reader throws if anything follows.</summary>
    private void ReadEnd()
    {
        _ended = true;
        Next();
    }

    private void ReadItem(bool first, bool requireFlag, ref StartRequest? start, List<PlayerEvent> events)
    {
        if (_json.TokenType is not JsonTokenType.StartObject)
        {
            Refuse(ViolationCodes.Type, $"must be an object, one event, not {TokenName}");
            SkipValue();
            return;
        }

        var begin = (int)_json.TokenStartIndex;
        _origin = first ? EventOrigin.BatchStart : EventOrigin.BatchRest;
        ReadEvent();
        if (first && requireFlag && !_draft.Downloaded && _draft.Entry?.Type is PlayerEventType.SessionStart)
        {
            var detail = "must be true in an array sent to POST /api/v1/sessions; POST /api/v1/downloaded does not need it";
            Refuse(_path.ToPointer(_body, "params", "media.downloaded"), _draft.HasDownloaded ? ViolationCodes.Value : ViolationCodes.Required, detail);
        }

        var item = _body[begin..(int)_json.BytesConsumed];
        if (item.Length > ReadingLimits.EventBytes)
        {
            Refuse(ViolationCodes.Range, string.Create(CultureInfo.InvariantCulture, $"takes {item.Length} bytes: an event may have {ReadingLimits.EventBytes}, in an array too"));
        }

        // After a violation the result is not needed.
        if (_violations is not null) return;
        if (first) start = ToStartRequest(item.ToArray());
        else events.Add(ToPlayerEvent(item));
    }

    /// <summary>Seconds. Shorter lengths, such as 0, mean unknown.</summary>
    private const double MinMediaLength = 0.001;

    private readonly StartRequest ToStartRequest(byte[] bytes) => new()
    {
        Body = bytes,
        Ts = _draft.Ts,
        Playhead = _draft.Playhead,
        MediaId = _draft.Id!,
        MediaName = _draft.Name,
        Channel = _draft.Channel!,
        PlayerName = _draft.PlayerName!,
        ContentType = _draft.ContentType!,
        LengthSeconds = _draft.Length < MinMediaLength ? 0 : _draft.Length,
        Resume = _draft.Resume,
        VisitorId = _draft.VisitorId,
        OtherVisitorIds = _draft.OtherVisitorIds?.ToArray(),
        Qoe = QoeDraft.Merge(_draft),
        UnknownMember = _draft.UnknownMember,
        Cuts = _draft.Cuts,
    };

    private readonly PlayerEvent ToPlayerEvent(ReadOnlySpan<byte> bytes)
    {
        var entry = _draft.Entry!;
        var type = entry.Type;
        return new PlayerEvent
        {
            Type = type,
            Ts = _draft.Ts,
            Playhead = _draft.Playhead,
            Fingerprint = XxHash3.HashToUInt64(bytes),
            Qoe = QoeDraft.Merge(_draft),
            Ad = type is PlayerEventType.AdStart ? ToAd() : null,
            AdBreak = type is PlayerEventType.AdBreakStart ? new AdBreakOpening(_draft.Index, _draft.Offset, _draft.Name) : null,
            Chapter = type is PlayerEventType.ChapterStart ? ToChapter() : null,
            StatesStart = (type is PlayerEventType.StateStart ? _draft.States : _draft.StatesStart)?.ToArray(),
            StatesEnd = (type is PlayerEventType.StateEnd ? _draft.States : _draft.StatesEnd)?.ToArray(),
            UnknownMember = _draft.UnknownMember,
            MetadataIgnored = _draft.HasMetadata && !entry.UsesMetadata,
            Cuts = _draft.Cuts,
        };
    }

    private readonly AdOpening ToAd() => new(_draft.Id!, _draft.Name)
    {
        Length = _draft.Length,
        Position = _draft.Index,
        PlayerName = _draft.PlayerName,
        Advertiser = _draft.Ad?.Advertiser,
        CampaignId = _draft.Ad?.CampaignId,
        CreativeId = _draft.Ad?.CreativeId,
        CreativeUrl = _draft.Ad?.CreativeUrl,
        PlacementId = _draft.Ad?.PlacementId,
        SiteId = _draft.Ad?.SiteId,
        BreakName = _draft.Ad?.BreakName,
        CustomMetadata = _draft.Metadata?.ToArray(),
    };

    private readonly ChapterOpening ToChapter() => new(_draft.Index, _draft.Name)
    {
        Offset = _draft.Offset,
        Length = _draft.Length,
        CustomMetadata = _draft.Metadata?.ToArray(),
    };
}
