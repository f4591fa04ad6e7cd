namespace SessionGrains.Abuse.Tests;

/// <summary>A member whose value may be a number.</summary>
/// <param name="Place">Of the event: playerTime, params or qoeData.</param>
/// <param name="Name">Its name there.</param>
internal sealed record NumericMember(string Place, string Name)
{
    /// <summary>An event of this type in which the member is that number.</summary>
    public string With(string type, string number, long ts, double playhead)
    {
        var text = Place switch
        {
            "playerTime" => EventText.Of(type, ts, playhead),
            "qoeData" => EventText.Of(type, ts, playhead, qoe: $"\"{Name}\":{number}"),
            _ when EventText.Needed(type).Contains($"\"{Name}\"", StringComparison.Ordinal) => EventText.Of(type, ts, playhead),
            _ => EventText.Of(type, ts, playhead, more: $"\"{Name}\":{number}"),
        };

        // What stands there already, stands there once.
        var at = text.IndexOf($"\"{Name}\":", StringComparison.Ordinal) + Name.Length + 3;
        var end = text.IndexOfAny([',', '}'], at);
        return text[..at] + number + text[end..];
    }
}

/// <summary>Finds the numeric members of every event type in the schemas that the service publishes.</summary>
internal static class NumericMembers
{
    public static async Task<IReadOnlyDictionary<string, NumericMember[]>> ReadAsync(OperatorView view, Complaints complaints)
    {
        var found = new Dictionary<string, NumericMember[]>();
        foreach (var type in (string[])["sessionStart", .. EventText.Types])
        {
            using var schema = await view.ReadAsync("/api/v1/schemas/" + type, complaints, "a schema");
            found[type] = schema is null ? [] : [.. Find(schema.RootElement.GetProperty("properties"))];
        }

        Assert.Contains(new NumericMember("qoeData", "media.qoe.bitrate"), found["ping"]);
        Assert.Contains(new NumericMember("params", "media.length"), found["sessionStart"]);
        return found;
    }

    private static IEnumerable<NumericMember> Find(JsonElement places) =>
        from place in (string[])["playerTime", "params", "qoeData"]
        from member in places.GetProperty(place).TryGetProperty("properties", out var members) ? members.EnumerateObject() : default
        where IsNumeric(member.Value)
        select new NumericMember(place, member.Name);

    private static bool IsNumeric(JsonElement member) => member.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static one => one.GetString()) : [type.GetString()]).Any(static one => one is "number" or "integer");
}
