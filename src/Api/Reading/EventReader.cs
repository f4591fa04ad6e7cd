using System.Numerics;
using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>
/// Reads a body in one pass, guided by the shapes of the catalogue, and collects the values of its events and all violations. This part handles objects, arrays
/// and names; <c>.Values</c> validates values, <c>.Assignment</c> stores them, <c>.Violations</c> reports mistakes, <c>.EventRules</c> checks rules across members,
/// <c>.Metadata</c> keeps the customMetadata of ads and chapters, <c>.UnknownQoe</c> keeps unknown qoeData, <c>.Results</c> builds the result, <c>.Envelope</c> reads events that come in envelopes, <c>.EnvelopeValues</c> their values.
/// </summary>
internal ref partial struct EventReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly bool _strict;
    private readonly EventFormat _format;
    private EventOrigin _origin;
    private Utf8JsonReader _json;
    private MemberPath _path;
    private EventDraft _draft;

    /// <summary>The shape of the object that is being read and has the type of its event.</summary>
    private ObjectShape _typed;
    private bool _inQoeData;
    private bool _stopped;
    private bool _ended;
    private List<Violation>? _violations;

    // Of envelopes alone.
    private Envelope? _envelope;
    private long _nowMs;
    private bool _isMediaAlone;

    /// <summary>The events of the downloaded session that is being read; null in other items.</summary>
    private List<PlayerEvent>? _downloaded;

    private StartRequest? _downloadedStart;
    private MetadataEntry[]? _downloadedMetadata;
    private bool _isDownloaded;
    private bool _isInItem;
    private string? _stateKey;
    private string? _stateValue;

    /// <summary>Violations of the events before this one.</summary>
    private int _told;

    public EventReader(ReadOnlySpan<byte> body, EventFormat format, ValidationMode mode, EventOrigin origin)
    {
        _body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        _strict = mode is ValidationMode.Strict;
        _origin = origin;
        _format = format;
        _typed = format.Event;

        // IsTooDeep checks the depth and reports where it is exceeded.
        _json = new Utf8JsonReader(_body, new JsonReaderOptions { MaxDepth = int.MaxValue });
    }

    public readonly IReadOnlyList<Violation> Violations => _violations ?? (IReadOnlyList<Violation>)[];

    /// <summary>Advances to the next token; false when reading must stop.</summary>
    private bool Next() => !_stopped && _json.Read();

    /// <summary>Whether an object or array exceeds the maximum depth; if so, reports it and stops reading.</summary>
    private bool IsTooDeep()
    {
        if (_json.CurrentDepth < MemberPath.MaxDepth) return false;
        Refuse(ViolationCodes.Depth, $"is nested deeper than {MemberPath.MaxDepth} levels");
        _stopped = true;
        return true;
    }

    /// <summary>Reads the object that the reader is at, to its end.</summary>
    private void ReadObject(ObjectShape shape)
    {
        if (IsTooDeep()) return;
        ulong seen = 0;
        NameSet others = default;
        while (Next() && _json.TokenType != JsonTokenType.EndObject)
        {
            _path.EnterMember(ref _json);
            if (!TextIsWellFormed() || HasNul())
            {
                if (Next()) SkipValue();
            }
            else if (shape.Find(ref _json) is var position and >= 0)
            {
                var twice = (seen & 1UL << position) != 0;
                seen |= 1UL << position;
                if (twice) RefuseTwice();
                else if (Next()) ReadMember(shape.Members[position]);
            }
            else if (!others.Add(_body, ref _json))
            {
                RefuseTwice();
            }
            else
            {
                ReadOther(shape);
            }

            _path.Leave();
        }

        if (!_stopped) RefuseMissing(shape, seen);
    }

    /// <summary>True, with a violation, when the name that the reader is at has a NUL character, which databases reject.</summary>
    private bool HasNul()
    {
        if (!_json.ValueIsEscaped || JsonText.IndexOfNul(_json.ValueSpan) < 0) return false;
        Refuse(ViolationCodes.Pattern, "is a name with a NUL character (\\u0000)");
        return true;
    }

    private void RefuseTwice()
    {
        Refuse(ViolationCodes.DuplicateMember, "comes twice in this object");
        if (Next()) SkipValue();
    }

    private void RefuseMissing(ObjectShape shape, ulong seen)
    {
        for (var missing = shape.RequiredBits & ~seen; missing != 0; missing &= missing - 1)
        {
            RefuseMember(shape.Members[BitOperations.TrailingZeroCount(missing)].Name, ViolationCodes.Required, "is required");
        }
    }

    /// <summary>Reads a member that is not in the shape; the reader is at its name.</summary>
    private void ReadOther(ObjectShape shape)
    {
        if (shape.IsFree)
        {
            if (Next()) SkipValue();
            return;
        }

        if (shape.Others is { } rule)
        {
            if (shape.OthersAreMetadata)
            {
                ReadMetadataEntry(rule);
            }
            else if (Next())
            {
                if (_json.TokenType is JsonTokenType.Null && rule.Required) RefuseType(rule);
                else ReadMember(rule);
            }

            return;
        }

        RecordUnknown(shape);
        if (IsQoeData(shape)) ReadUnknownQoe();
        else if (Next()) SkipValue();
    }

    /// <summary>Reads an array of objects of one shape, to its end.</summary>
    private void ReadList(Member list)
    {
        if (IsTooDeep()) return;
        for (var index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.EnterItem(index);
            _draft.HasStates |= list.Role is MemberRole.StatesStart or MemberRole.StatesEnd;
            if (_json.TokenType is JsonTokenType.StartObject)
            {
                ReadObject(list.Shape!);
                if (list.Role is MemberRole.MetadataList) KeepMetadataItem();
                else if (list.Role is MemberRole.StateEntries) KeepStateEntry();
            }
            else
            {
                Refuse(ViolationCodes.Type, $"must be an object, not {TokenName}");
                SkipValue();
            }

            _path.Leave();
        }
    }

    /// <summary>Skips an unused value, reporting what is invalid in any JSON.</summary>
    private void SkipValue()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ObjectShape.Free);
                break;
            case JsonTokenType.StartArray when !IsTooDeep():
                for (var index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
                {
                    _path.EnterItem(index);
                    SkipValue();
                    _path.Leave();
                }

                break;
            case JsonTokenType.String:
                TextIsWellFormed();
                break;
            case JsonTokenType.Number:
                TryFinite(out _);
                break;
        }
    }
}
