namespace SessionGrains.Api.Json;

/// <summary>One reason why a request is answered 400.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of what is wrong; a name over 100 characters is cut, and so is a pointer over 256; empty for the body as a whole.</param>
/// <param name="Code">One of <see cref="ViolationCodes"/>.</param>
/// <param name="Detail">What would be right, for the engineer of the player.</param>
internal sealed record Violation(string Pointer, string Code, string Detail)
{
    /// <summary>As many are listed of one request, which is read no further (decisions.md section 2).</summary>
    public const int Most = 100;
}

/// <summary>The codes of <see cref="Violation"/>: stable, because clients may match them.</summary>
internal static class ViolationCodes
{
    /// <summary>The body is not JSON in UTF-8.</summary>
    public const string Json = "json";

    /// <summary>The body, or something that must not be, is empty.</summary>
    public const string Empty = "empty";

    /// <summary>Nested deeper than 32 levels.</summary>
    public const string Depth = "depth";

    /// <summary>The value has the wrong JSON type.</summary>
    public const string Type = "type";

    /// <summary>A required member is absent or null.</summary>
    public const string Required = "required";

    /// <summary>A number is out of its range, or an event of an array takes more than 64 KiB.</summary>
    public const string Range = "range";

    /// <summary>The type is right, the value is not allowed here.</summary>
    public const string Value = "value";

    /// <summary>A name does not follow its pattern, or holds a NUL character.</summary>
    public const string Pattern = "pattern";

    /// <summary>The same name twice in one object.</summary>
    public const string DuplicateMember = "duplicate-member";

    /// <summary>A member that the catalogue does not know, in strict mode.</summary>
    public const string UnknownMember = "unknown-member";

    /// <summary>The event type does not exist or does not belong here.</summary>
    public const string EventType = "event-type";
}
