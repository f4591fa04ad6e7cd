namespace SessionGrains.Api.Json;

/// <summary>One reason for a 400 response (docs/protocol.md#2-reading-a-request).</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the mistake, empty for the whole body. Names are cut at 100 characters, the pointer at 256.</param>
/// <param name="Code">One of <see cref="ViolationCodes"/>.</param>
/// <param name="Detail">What would be right, for the player's engineer.</param>
internal sealed record Violation(string Pointer, string Code, string Detail)
{
    /// <summary>The most violations of one request; reading stops there.</summary>
    public const int MaxCount = 100;
}

/// <summary>The codes of <see cref="Violation"/>. Stable, because clients may match them.</summary>
internal static class ViolationCodes
{
    /// <summary>The body is not JSON in UTF-8.</summary>
    public const string Json = "json";

    /// <summary>The body, or a value that must not be empty, is empty.</summary>
    public const string Empty = "empty";

    /// <summary>Nested deeper than 32 levels.</summary>
    public const string Depth = "depth";

    /// <summary>The value has the wrong JSON type.</summary>
    public const string Type = "type";

    /// <summary>A required member is absent or null.</summary>
    public const string Required = "required";

    /// <summary>A number is out of range, or an event of an array has more than 64 KiB.</summary>
    public const string Range = "range";

    /// <summary>The type is right, but the value is not allowed here.</summary>
    public const string Value = "value";

    /// <summary>A name does not match its pattern, or contains a NUL character.</summary>
    public const string Pattern = "pattern";

    /// <summary>A name appears twice in one object.</summary>
    public const string DuplicateMember = "duplicate-member";

    /// <summary>A member that is not in the catalogue, in strict mode.</summary>
    public const string UnknownMember = "unknown-member";

    /// <summary>The event type does not exist or is not allowed here.</summary>
    public const string EventType = "event-type";
}
