using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>The values that only envelopes have: where each belongs.</summary>
internal ref partial struct EventReader
{
    private const int MaxStateEntries = 32;
    internal const int MaxSeparatorLength = 16;
    private const int EcidDigits = 38;
    private const double SecondsOfDay = 86_400;

    private void AssignEnvelopeText(MemberRole role, string text)
    {
        switch (role)
        {
            case MemberRole.SessionId:
                _draft.SessionId = text;
                break;
            case MemberRole.Ecid when text.Length != EcidDigits || !text.All(char.IsAsciiDigit):
                AddVisitorId(text);
                break;
            case MemberRole.Ecid when _isInItem:
                _draft.VisitorId ??= text;
                break;
            case MemberRole.Ecid:
                _envelope!.Ecid ??= text;
                break;
            case MemberRole.StateKey:
                _stateKey = text;
                break;
            case MemberRole.StateValue:
                _stateValue = text;
                break;
            case MemberRole.RecordSeparator:
                _envelope!.RecordSeparator = text;
                break;
            case MemberRole.LineFeed:
                _envelope!.LineFeed = text;
                break;
            case MemberRole.ClientName:
                _envelope!.ClientName = text;
                break;
            case MemberRole.MetadataName when !MetadataKeys.Match(ref _json):
                Refuse(ViolationCodes.Pattern, $"is no name for custom metadata: it must match {MetadataKeys.Pattern}");
                break;
            case MemberRole.MetadataName:
                _draft.MetadataName = text;
                break;
            case MemberRole.MetadataValue:
                _draft.MetadataValue = text;
                break;
        }
    }

    private void AssignTimestamp()
    {
        if (!_json.TryGetDateTime(out var sent))
        {
            Refuse(ViolationCodes.Value, $"must be a date and time such as 2026-11-23T03:22:26.302Z, not {Quote()}");
        }
        else if (_strict && sent.Kind == DateTimeKind.Unspecified)
        {
            Refuse(ViolationCodes.Value, $"must have a zone, such as 2026-11-23T03:22:26.302Z, not {Quote()}");
        }
        else
        {
            // Without a zone it is UTC.
            var utc = sent.Kind == DateTimeKind.Local ? sent.ToUniversalTime() : sent;
            var ms = utc < DateTime.UnixEpoch ? -1 : (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
            _draft.Ts = ms;
            _draft.FractionDigits = FractionDigits(_json.ValueSpan);
            if (!NumberRange.Ts.Contains(ms))
            {
                Refuse(ViolationCodes.Range, $"must be from 1970 to 9999, not {Quote()}");
            }
        }
    }

    private static int FractionDigits(ReadOnlySpan<byte> sent)
    {
        var fraction = sent[(sent.IndexOf((byte)'.') + 1)..];
        return fraction.Length == sent.Length ? 0 : Math.Max(fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9'), 0);
    }

    /// <summary>A playhead that should be a whole number of seconds up to a day.</summary>
    private void AssignWholePlayhead(double value)
    {
        // Adding zero turns −0 into 0.
        _draft.Playhead = value + 0.0;
        _draft.Cuts |= value > SecondsOfDay || Math.Floor(value) != value ? ReaderCuts.PlayheadRange : ReaderCuts.None;
    }

    /// <summary>Reads an array of texts, to its end.</summary>
    private void ReadTexts(Member list)
    {
        if (IsTooDeep())
        {
            return;
        }

        for (var index = 0; Next() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.EnterItem(index);
            if (_json.TokenType is JsonTokenType.String && list.Role is MemberRole.IdentityFetch && TextIs("ECID"u8))
            {
                _envelope!.FetchesEcid = true;
            }

            SkipValue();
            _path.Leave();
        }
    }

    /// <summary>Keeps the entry of the client's state that was just read: its members come in any order.</summary>
    private void KeepStateEntry()
    {
        var state = _envelope!.State ??= [];
        if (_stateKey is { } key && _stateValue is { } value && key.StartsWith(Enveloped.StatePrefix, StringComparison.Ordinal) && state.Count < MaxStateEntries)
        {
            state.Add(new(key, value));
        }

        (_stateKey, _stateValue) = (null, null);
    }

    /// <summary>Keeps the entry of custom metadata that was just read as an object.</summary>
    private void KeepMetadataItem()
    {
        _draft.HasMetadata = true;
        if (_draft.MetadataName is { } name && _draft.MetadataValue is { } value && _violations is null)
        {
            if (KeepsMetadataEntry)
            {
                KeepMetadata(name, value);
            }

            _draft.MetadataEntries++;
        }

        (_draft.MetadataName, _draft.MetadataValue) = (null, null);
    }
}
