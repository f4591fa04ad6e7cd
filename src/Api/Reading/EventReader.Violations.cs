using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    private const int MaxQuoteLength = 60;

    /// <summary>The token that the reader is at, in words.</summary>
    private readonly string TokenName => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    private void Refuse(string code, string detail) => Refuse(_path.ToPointer(_body), code, detail);

    /// <summary>Reports a violation of a member of the current object.</summary>
    private void RefuseMember(string name, string code, string detail) => Refuse(_path.ToPointer(_body, name), code, detail);

    private void Refuse(string pointer, string code, string detail)
    {
        if (_stopped) return;
        _violations ??= [];
        _violations.Add(new Violation(pointer, code, detail));

        // Reading stops at the maximum: nothing that follows is reported. Each event of an envelope has one at least.
        if (_violations.Count >= Math.Max(1, Violation.MaxCount - _told)) _stopped = true;
    }

    private void RefuseType(Member member) => Refuse(ViolationCodes.Type, $"must be {member.Expected}, not {TokenName}");

    private void RefuseFraction(Member member)
    {
        var hint = member.Role is MemberRole.Ts ? " (seconds with a fraction? multiply by 1000 and round)" : "";
        Refuse(ViolationCodes.Type, $"must be {(member.IsWholeIfStrict ? "a whole number" : member.Expected)}, not {Quote()}{hint}");
    }

    private void RefuseRange(Member member)
    {
        Refuse(ViolationCodes.Range, string.Create(
            CultureInfo.InvariantCulture, $"must be from {(long)member.Range.Least} to {(long)member.Range.Greatest}, not {Quote()}"));
    }

    private readonly string Quote() => JsonText.Quote(Encoding.UTF8.GetString(_json.ValueSpan), MaxQuoteLength);

    private void RecordUnknown(ObjectShape shape)
    {
        if (!_strict)
        {
            _draft.UnknownMember ??= _path.ToPointer(_body);
            if (!IsQoeData(shape) && ++_draft.UnknownMembers > ReadingLimits.UnknownMembers) _draft.Cuts |= ReaderCuts.UnknownMembers;
            return;
        }

        var name = _json.GetString()!;
        var detail = "is not a member that the schema of this event knows";
        foreach (var member in shape.Members)
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)) detail += $": did you mean \"{member.Name}\"?";
        }

        Refuse(ViolationCodes.UnknownMember, detail);
    }
}
