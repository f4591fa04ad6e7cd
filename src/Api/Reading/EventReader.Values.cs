using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    /// <summary>Reads the value of a known member; the reader is at the value.</summary>
    private void ReadMember(Member member)
    {
        var token = _json.TokenType;
        if (token is JsonTokenType.Null)
        {
            // null counts as absent for an optional member (docs/protocol.md#2-reading-a-request).
            if (member.Required) Refuse(ViolationCodes.Required, $"is required: it must be {member.Expected}, not null");
            return;
        }

        RecordPresence(member.Role);
        switch (member.Kind, token)
        {
            case (ValueKind.Text or ValueKind.TextOrNumber or ValueKind.TextOrInteger, JsonTokenType.String):
                if (TextIsWellFormed() && IsAllowed(member)) AssignText(member);
                break;
            case (ValueKind.TextOrNumber, JsonTokenType.Number):
                if (TryFinite(out var id) && InRange(member, id)) AssignText(member);
                break;
            case (ValueKind.Number, JsonTokenType.Number):
                ReadNumber(member);
                break;
            case (ValueKind.Integer or ValueKind.TextOrInteger, JsonTokenType.Number):
                ReadInteger(member);
                break;
            case (ValueKind.Flag, JsonTokenType.True or JsonTokenType.False):
                AssignFlag(member.Role, token is JsonTokenType.True);
                break;
            case (ValueKind.Flag, JsonTokenType.String) when TextIs("true"u8) || TextIs("false"u8):
                AssignFlag(member.Role, TextIs("true"u8));
                break;
            case (ValueKind.Object, JsonTokenType.StartObject):
                ReadNested(member);
                break;
            case (ValueKind.List, JsonTokenType.StartArray) when member.Role is MemberRole.Events:
                ReadEvents();
                break;
            case (ValueKind.List, JsonTokenType.StartArray) when member.Role is MemberRole.DownloadedEvents:
                ReadDownloadedEvents();
                break;
            case (ValueKind.Texts, JsonTokenType.StartArray):
                ReadTexts(member);
                break;
            case (ValueKind.List, JsonTokenType.StartArray) when member.Role is not (MemberRole.StatesStart or MemberRole.StatesEnd):
                if (member.Role is MemberRole.MetadataList && _draft.Entry is null) LookAheadForType();
                ReadList(member);
                break;
            case (ValueKind.List, JsonTokenType.StartArray):
                _draft.States = null;
                ReadList(member);
                if (member.Role is MemberRole.StatesStart) _draft.StatesStart = _draft.States;
                else _draft.StatesEnd = _draft.States;
                break;
            default:
                RefuseType(member);
                SkipValue();
                break;
        }
    }

    /// <summary>Whether the text that the reader is at is one of those that strict mode accepts; otherwise with a violation.</summary>
    private bool IsAllowed(Member member)
    {
        if (!_strict || member.TextsIfStrict is not { } allowed || allowed.Contains(_json.GetString())) return true;
        Refuse(ViolationCodes.Value, $"must be {string.Join(" or ", allowed)}, not {Quote()}");
        return false;
    }

    private void RecordPresence(MemberRole role)
    {
        switch (role)
        {
            case MemberRole.Params: _draft.HasParams = true; break;
            case MemberRole.ErrorId or MemberRole.ParamsErrorId: _draft.HasErrorId = true; break;
            case MemberRole.ErrorSource or MemberRole.ParamsErrorSource: _draft.HasErrorSource = true; break;
            case MemberRole.Timestamp: _draft.HasTimestamp = true; break;
            case MemberRole.SessionId: _draft.HasSessionId = true; break;
        }
    }

    private void ReadNested(Member member)
    {
        if (member.Role is MemberRole.Params or MemberRole.CustomMetadata && _draft.Entry is null) LookAheadForType();
        if (member.Role is MemberRole.Params)
        {
            ReadObject(_draft.Entry?.Params ?? ObjectShape.Free);
        }
        else
        {
            _inQoeData = member.Role is MemberRole.QoeData;
            ReadObject(member.Shape!);
            _inQoeData = false;
        }
    }

    /// <summary>
    /// Finds the event type when params or customMetadata comes before eventType, as some players send it. Reads ahead with a copy of the reader and reports
    /// nothing; the main pass validates.
    /// </summary>
    private void LookAheadForType()
    {
        var ahead = _json;
        ahead.Skip();
        while (ahead.Read() && ahead.TokenType is JsonTokenType.PropertyName)
        {
            var isType = IsWellFormed(ref ahead)
                && _typed.Find(ref ahead) is var position and >= 0
                && _typed.Members[position].Role is MemberRole.EventType;
            ahead.Read();
            if (isType)
            {
                if (ahead.TokenType is JsonTokenType.String && IsWellFormed(ref ahead)) _draft.Entry = _format.Find(ref ahead);
                return;
            }

            ahead.Skip();
        }
    }

    private void ReadNumber(Member member)
    {
        if (!TryFinite(out var value) || !InRange(member, value)) return;
        if (_strict && member.IsWholeIfStrict && Math.Floor(value) != value) RefuseFraction(member);
        else AssignNumber(member.Role, value);
    }

    private void ReadInteger(Member member)
    {
        if (!_json.TryGetInt64(out var value))
        {
            // 30.0 and 1e3 are integers too.
            if (!TryFinite(out var number)) return;
            if (Math.Floor(number) != number)
            {
                RefuseFraction(member);
                return;
            }

            if (!InRange(member, number)) return;
            value = (long)number;
        }
        else if (!InRange(member, value))
        {
            return;
        }

        switch (member.Role)
        {
            case MemberRole.Ts: _draft.Ts = value; break;
            case MemberRole.Index: _draft.Index = value; break;
        }
    }

    private bool TryFinite(out double value)
    {
        if (_json.TryGetDouble(out value) && double.IsFinite(value)) return true;
        Refuse(ViolationCodes.Range, "is too large a number");
        return false;
    }

    private bool InRange(Member member, double value)
    {
        if (member.Range.Contains(value)) return true;
        RefuseRange(member);
        return false;
    }

    /// <summary>False, with a violation, when the string or name that the reader is at has an unpaired surrogate.</summary>
    private bool TextIsWellFormed()
    {
        if (IsWellFormed(ref _json)) return true;
        Refuse(ViolationCodes.Json, "has a \\u escape that is half of a surrogate pair");
        return false;
    }

    private static bool IsWellFormed(ref Utf8JsonReader json) => !json.ValueIsEscaped || JsonText.HasOnlyPairedSurrogates(json.ValueSpan);

    private readonly bool TextIs(ReadOnlySpan<byte> text) => !_json.ValueIsEscaped && _json.ValueSpan.SequenceEqual(text);
}
