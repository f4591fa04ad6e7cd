namespace SessionGrains.Api.Tests;

/// <summary>
/// Writes requests of the Media Edge API that are right but for a mistake here and there, one from each seed. It walks through the published shapes as
/// docs/schemas/edge/request.json writes them down, and knows nothing of the reader.
/// </summary>
internal sealed class NearlyRightXdm(JsonObject schema, int seed, int mistakesPerThousand)
{
    private static readonly string[] Anything =
    [
        "null", "true", "false", "0", "-1", "30.0", "1e3", "0.5", "-2.5", "3", "1e16", "-1e300", "\"\"", "\"text\"", "\"true\"", "\"false\"", "\"12\"", "{}", "[]", "[{}]", "{\"a\":1}", "{\"id\":\"x\"}",
        "[{\"name\":\"mute\"}]", "[1]", "\"2026-11-23T03:22:26\"",
    ];

    private static readonly string[] UnknownNames = ["extra", "Playhead", "sessionId", "media.qoe.bitrate", "x/y~z", "not a key"];

    private const string Start = "/XdmDownloadedSessionStart";

    private readonly Random _random = new(seed);
    private readonly StringBuilder _json = new();

    /// <param name="definition">The item that the request has.</param>
    public string Write(string definition)
    {
        _json.Append("{\"events\":[");
        Value(schema["definitions"]![definition]!.AsObject());
        _json.Append("]}");
        return _json.ToString();
    }

    private void Value(JsonObject shape)
    {
        if (shape["$ref"] is { } reference)
        {
            Value(schema["definitions"]![((string)reference!)["#/definitions/".Length..]]!.AsObject());
        }
        else if (Mistake() && Chance(500))
        {
            Append(Anything);
        }
        else if (shape["enum"] is JsonArray values)
        {
            _json.Append(Mistake() ? "\"other\"" : values[_random.Next(values.Count)]?.ToJsonString() ?? "null");
        }
        else if (shape["anyOf"] is JsonArray ways && shape["properties"] is null)
        {
            Value(ways[_random.Next(ways.Count)]!.AsObject());
        }
        else
        {
            Typed(shape, TypesOf(shape));
        }
    }

    private static string[] TypesOf(JsonObject shape) => shape["type"] is JsonArray several ? [.. several.Select(static one => (string)one!)] : [(string)shape["type"]!];

    private void Typed(JsonObject shape, string[] types)
    {
        if (types is [_, "null"] && Chance(100))
        {
            _json.Append("null");
            return;
        }

        switch (types[0])
        {
            case "null": _json.Append("null"); break;
            case "boolean": Append("true", "false"); break;
            case "number": Number(shape); break;
            case "string": Text(shape); break;
            case "array": List(shape); break;
            default: Object(shape); break;
        }
    }

    private void Number(JsonObject shape)
    {
        var (least, most) = ((long)shape["minimum"]!, (long)shape["maximum"]!);
        if (Mistake()) Append("0.5", "29.97", $"{least - 1}", $"{most + 1}");
        else if (Chance(200)) Append($"{least}", $"{most}");
        else Append("0", "1", "30", "30.0", "1e3");
    }

    private void Text(JsonObject shape)
    {
        if (shape["minLength"] is { } length) _json.Append('"').Append('a', (int)length - (Mistake() ? 1 : 0)).Append('"');
        else if (shape["pattern"] is not { } pattern) Append("\"\"", "\"text\"", "\"3\"", "\"\\u00e9\\ud83d\\ude00\"");
        else if (((string)pattern!).Contains('T', StringComparison.Ordinal)) Append(Mistake() ? ["\"yesterday\"", "\"2026-11-23T03:22:26\"", "\"\""] : ["\"2026-11-23T03:22:26.302Z\"", "\"2022-03-04T13:39:00+00:00\"", "\"2026-11-23T03:22:26-05:00\""]);
        else Append(Mistake() ? ["\"not a key\"", "\"\""] : [$"\"_tenant.key{_json.Length}\""]);
    }

    private void List(JsonObject shape)
    {
        _json.Append('[');
        var count = shape["items"] is null ? 0 : shape["minItems"] is null ? _random.Next(3) : Mistake() ? 0 : 1 + _random.Next(3);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) _json.Append(',');
            if (shape["items"]!["anyOf"] is JsonArray ways && ways.FirstOrDefault(static way => ((string?)way!["$ref"])?.EndsWith(Start, StringComparison.Ordinal) == true) is { } start)
            {
                // That a downloaded session begins with its start, which it has once, is what a schema cannot say.
                Value((i == 0 ? start : ways.Where(way => way != start).ElementAt(_random.Next(ways.Count - 1))!).AsObject());
            }
            else
            {
                Value(shape["items"]!.AsObject());
            }
        }

        _json.Append(']');
    }

    private void Object(JsonObject shape)
    {
        var required = shape["required"]?.AsArray().Select(static name => (string)name!).ToHashSet() ?? [];
        var first = true;
        _json.Append('{');
        foreach (var (name, member) in shape["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) ? Mistake() : !Chance(300)) continue;
            Name(ref first, name);
            Value(member!.AsObject());
        }

        // A map, such as of identities or of metadata.
        var others = shape["patternProperties"]?.AsObject().First().Value ?? shape["additionalProperties"] as JsonObject;
        if (others is JsonObject map && Chance(500))
        {
            Name(ref first, "CRMID");
            Value(map);
        }

        if (Mistake())
        {
            Name(ref first, UnknownNames[_random.Next(UnknownNames.Length)]);
            Append(Anything);
        }

        _json.Append('}');
    }

    private void Name(ref bool first, string name)
    {
        if (!first) _json.Append(',');
        first = false;
        _json.Append('"').Append(name).Append("\":");
    }

    private void Append(params string[] choices) => _json.Append(choices[_random.Next(choices.Length)]);

    private bool Mistake() => Chance(mistakesPerThousand);

    private bool Chance(int perThousand) => _random.Next(1000) < perThousand;
}
