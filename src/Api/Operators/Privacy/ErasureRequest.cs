using SessionGrains.Api.Json;

namespace SessionGrains.Api.Operators.Privacy;

/// <summary>Reads whom to erase: an object with either <c>visitorId</c> or <c>ecid</c>.</summary>
internal static class ErasureRequest
{
    /// <summary>UTF-16 units of an id. Longer ones do not come by events either.</summary>
    private const int MostUnits = 1_024;

    private const int EcidDigits = 38;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <returns>The id; null with at least one violation.</returns>
    public static (string? Viewer, List<Violation> Violations) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return Wrong("", ViolationCodes.Empty, "send {\"visitorId\":\"…\"} or {\"ecid\":\"…\"}");

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, a name that comes twice, or a text that is not valid Unicode. The message might repeat what was sent.
            return Wrong("", ViolationCodes.Json, "must be one JSON object in UTF-8, in which each name comes once");
        }
    }

    private static (string? Viewer, List<Violation> Violations) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Wrong("", ViolationCodes.Type, "must be an object with visitorId or ecid");

        var members = body.EnumerateObject().ToArray();
        List<Violation> violations = [.. members.Where(static member => member.Name is not ("visitorId" or "ecid"))
            .Take(Violation.MaxCount).Select(static _ => new Violation("", ViolationCodes.UnknownMember, "only visitorId or ecid may be in it"))];
        if (violations.Count > 0)
            return (null, violations);

        return members switch
        {
            [] => Wrong("", ViolationCodes.Required, "visitorId or ecid is missing"),
            [var only] => Read(only),
            _ => Wrong("", ViolationCodes.Value, "visitorId and ecid are two erasures: send them one after the other"),
        };
    }

    private static (string? Viewer, List<Violation> Violations) Read(JsonProperty member)
    {
        var pointer = "/" + member.Name;
        if (member.Value.ValueKind != JsonValueKind.String)
            return Wrong(pointer, ViolationCodes.Type, "must be a text");

        var id = member.Value.GetString()!;
        return string.IsNullOrWhiteSpace(id) ? Wrong(pointer, ViolationCodes.Empty, "must not be empty")
            : id.Length > MostUnits ? Wrong(pointer, ViolationCodes.Range, $"may have {MostUnits} UTF-16 units")
            : member.Name == "ecid" && (id.Length != EcidDigits || !id.All(char.IsAsciiDigit)) ? Wrong(pointer, ViolationCodes.Pattern, $"must have {EcidDigits} digits")
            : (id, []);
    }

    private static (string? Viewer, List<Violation> Violations) Wrong(string pointer, string code, string detail) => (null, [new(pointer, code, detail)]);
}
