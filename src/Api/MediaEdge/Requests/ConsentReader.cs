using SessionGrains.Api.Json;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Reads the body of set-consent: what the viewer agrees to.</summary>
internal static class ConsentReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MemberPath.MaxDepth };

    /// <summary>Null, with a violation, if the body is not JSON with a list of consents.</summary>
    public static Envelope? Read(ReadOnlySpan<byte> body, out IReadOnlyList<Violation> violations)
    {
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
            return violations.Count > 0 ? null : new() { IsConsentOut = IsOut(document.RootElement.GetProperty("consent")) };
        }
        catch (JsonException error)
        {
            violations = [new("", ViolationCodes.Json, JsonFault.Describe(body, error, ended: false))];
            return null;
        }
    }

    /// <summary>Adobe's standard 1.0 says <c>general: in</c> or <c>out</c>, 2.0 <c>collect.val: y</c> or <c>n</c>.</summary>
    private static bool IsOut(JsonElement consents) => consents.EnumerateArray().Any(static one =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
        && ((value.TryGetProperty("general", out var general) && general.ValueKind == JsonValueKind.String && general.ValueEquals("out"))
            || (value.TryGetProperty("collect", out var collect) && collect.ValueKind == JsonValueKind.Object && collect.TryGetProperty("val", out var val)
                && val.ValueKind == JsonValueKind.String && val.ValueEquals("n"))));
}
