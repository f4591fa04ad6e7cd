using SessionGrains.Api.Json;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Reads the body of set-consent: what the viewer agrees to.</summary>
internal static class ConsentReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MemberPath.MaxDepth };

    /// <summary>Null, with a violation, if the body is not JSON with a list of consents.</summary>
    public static Envelope? Read(ReadOnlySpan<byte> received, out IReadOnlyList<Violation> violations)
    {
        var body = received.StartsWith("\uFEFF"u8) ? received[3..] : received;
        if (JsonFault.BeforeReading(body) is { } fault)
        {
            violations = [new("", fault.Code, fault.Detail)];
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), Options);
            violations = document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("consent", out var consents) && consents.ValueKind == JsonValueKind.Array
                ? []
                : [new("/consent", ViolationCodes.Required, "is required")];
            return violations.Count > 0 ? null : Read(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            violations = [new("", ViolationCodes.Json, "has a \\u escape that is half of a surrogate pair")];
            return null;
        }
        catch (JsonException error)
        {
            violations = [new("", ViolationCodes.Json, JsonFault.Describe(body, error, ended: false))];
            return null;
        }
    }

    private static Envelope Read(JsonElement root)
    {
        var isOut = IsOut(root.GetProperty("consent"));
        return MemberOf(root, "meta") is { } meta && MemberOf(meta, "konductorConfig") is { } config && MemberOf(config, "streaming") is { } streaming
            && MemberOf(streaming, "enabled") is { ValueKind: JsonValueKind.True }
                ? new() { IsConsentOut = isOut, IsStreaming = true, RecordSeparator = SeparatorIn(streaming, "recordSeparator"), LineFeed = SeparatorIn(streaming, "lineFeed") }
                : new() { IsConsentOut = isOut };
    }

    private static string SeparatorIn(JsonElement streaming, string name) =>
        MemberOf(streaming, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: <= EventReader.MaxSeparatorLength } separator ? separator : "";

    /// <summary>Whether any of them is a no; null if none is understood.</summary>
    private static bool? IsOut(JsonElement consents) => consents.EnumerateArray().Select(IsOutIn).Aggregate((bool?)null, static (all, one) => all == true || one is null ? all : one);

    /// <summary>Adobe's standard 1.0 says <c>general: in</c> or <c>out</c>, 2.0 <c>collect.val: y</c> or <c>n</c>.</summary>
    private static bool? IsOutIn(JsonElement consent)
    {
        if (MemberOf(consent, "value") is not { } value)
        {
            return null;
        }

        var said = MemberOf(value, "general") ?? (MemberOf(value, "collect") is { } collect ? MemberOf(collect, "val") : null);
        return said is { ValueKind: JsonValueKind.String } text
            ? text.GetString() switch
            {
                "out" or "n" => true,
                "in" or "y" => false,
                _ => null,
            }
            : null;
    }

    private static JsonElement? MemberOf(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
