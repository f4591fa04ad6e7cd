using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.Tests;

/// <summary>Writes events that are right but for a mistake here and there, one from each seed.</summary>
internal sealed class NearlyRightBodies(int seed, int mistakesPerThousand)
{
    private static readonly string[] Anything =
    [
        "null", "true", "false", "0", "-1", "30.0", "1e3", "0.5", "-2.5", "3", "1e16", "-1e300", "253402300800000", "\"\"", "\"text\"", "\"true\"", "\"false\"", "\"12\"",
        "{}", "[]", "[{}]", "{\"a\":1}", "{\"id\":\"x\"}", "{\"u\":{\"id\":\"x\",\"authState\":1}}", "[{\"media.state.name\":\"mute\"}]", "[1]",
    ];

    private static readonly string[] UnknownNames = ["extra", "media.id2", "Params", "media.qoe.bitRate", "a.b", "media.ad.id", "x/y~z", "not a key"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _json = new();

    public string Write(CatalogueEntry entry)
    {
        _json.Append('{');
        var first = true;
        foreach (var member in CommonShapes.Event.Members)
        {
            var needed = member.Required || (member.Role is MemberRole.Params && entry.NeedsParams) || (member.Role is MemberRole.QoeData && entry.Name == "error");
            if (needed ? Mistake() : !Chance(400)) continue;
            Name(ref first, member.Name);
            if (Mistake()) Append(Anything);
            else if (member.Role is MemberRole.EventType) _json.Append('"').Append(entry.Name).Append('"');
            else if (member.Role is MemberRole.Params) Object(entry.Params, entry.Name == "statesUpdate" ? 700 : 250);
            else Object(member.Shape!, entry.Name == "error" && member.Role is MemberRole.QoeData ? 900 : 250);
        }

        if (Mistake()) Unknown(ref first);
        return _json.Append('}').ToString();
    }

    private void Object(ObjectShape shape, int optionalsPerThousand)
    {
        _json.Append('{');
        var first = true;
        foreach (var member in shape.Members)
        {
            if (member.Required ? Mistake() : !Chance(optionalsPerThousand)) continue;
            Name(ref first, member.Name);
            Value(member);
        }

        if (shape.Others is { } others)
        {
            for (var i = _random.Next(3); i > 0; i--)
            {
                Name(ref first, $"free.{i}");
                Value(others);
            }
        }

        if (Mistake()) Unknown(ref first);
        _json.Append('}');
    }

    private void Value(Member member)
    {
        if (Mistake() && Mistake(500))
        {
            Append(Anything);
            return;
        }

        if (Mistake())
        {
            _json.Append("null");
            return;
        }

        switch (member.Kind)
        {
            case ValueKind.Text: Append("\"\"", "\"text\"", "\"3\"", "\"\\u00e9\\ud83d\\ude00\""); break;
            case ValueKind.Number: Number(member, "0", "0.5", "29.97", "1000000", "1e3"); break;
            case ValueKind.Integer: Number(member, "0", "1", "2", "2.0", "2e0"); break;
            case ValueKind.Flag: Append("true", "false", "\"true\"", "\"false\"", "false"); break;
            case ValueKind.TextOrNumber: Number(member, "\"E1\"", "404", "1.5"); break;
            case ValueKind.TextOrInteger: Number(member, "\"9\"", "9", "9.0"); break;
            case ValueKind.Object: Object(member.Shape!, 500); break;
            case ValueKind.List: List(member.Shape!); break;
        }
    }

    /// <summary>Now and then an end of the range, or, as a mistake, what comes next.</summary>
    private void Number(Member member, params string[] usual)
    {
        (var least, var greatest) = ((long)member.Range.Least, (long)member.Range.Greatest);
        if (Mistake()) Append($"{least - 1}", $"{greatest + 1}");
        else if (Chance(200)) Append($"{least}", $"{greatest}");
        else Append(usual);
    }

    private void List(ObjectShape items)
    {
        _json.Append('[');
        for (var i = _random.Next(3); i > 0; i--)
        {
            Object(items, 0);
            if (i > 1) _json.Append(',');
        }

        _json.Append(']');
    }

    private void Unknown(ref bool first)
    {
        var name = UnknownNames[_random.Next(UnknownNames.Length)];
        if (_json.ToString().Contains($"\"{name}\"", StringComparison.Ordinal)) return;
        Name(ref first, name);
        Append(Anything);
    }

    private void Name(ref bool first, string name)
    {
        if (!first) _json.Append(',');
        first = false;
        _json.Append('"').Append(name).Append("\":");
    }

    private void Append(params string[] choices) => _json.Append(choices[_random.Next(choices.Length)]);

    private bool Mistake(int perThousand = 0) => Chance(perThousand == 0 ? mistakesPerThousand : perThousand);

    private bool Chance(int perThousand) => _random.Next(1000) < perThousand;
}
