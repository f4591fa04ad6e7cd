namespace SessionGrains.Api.Reading.Shapes;

/// <summary>One member of a JSON object: its name, its allowed values and its role.</summary>
internal sealed class Member(string name, ValueKind kind, bool required = false, MemberRole role = MemberRole.None, ObjectShape? shape = null)
{
    public string Name { get; } = name;

    public ValueKind Kind { get; } = kind;

    /// <summary>Whether absence or null is a violation.</summary>
    public bool Required { get; } = required;

    public MemberRole Role { get; } = role;

    /// <summary>The shape of the object, or of each item of the list.</summary>
    public ObjectShape? Shape { get; } = shape;

    /// <summary>The allowed range of a number; unused for other kinds.</summary>
    public NumberRange Range { get; init; } = kind is ValueKind.TextOrNumber ? NumberRange.Quality : NumberRange.Position;

    /// <summary>Whether a number with a fraction is a violation in strict mode: published schemas say integer where real clients send fractions.</summary>
    public bool IsWholeIfStrict { get; init; }

    /// <summary>The only texts that strict mode accepts; null for any.</summary>
    public string[]? TextsIfStrict { get; init; }

    /// <summary>UTF-16 units of a text that are kept (<see cref="ReadingLimits"/>).</summary>
    public int MaxTextLength { get; init; } = ReadingLimits.Name;

    /// <summary>The expected value, in words that follow "must be".</summary>
    public string Expected { get; init; } = kind switch
    {
        ValueKind.Text or ValueKind.TextOrNumber => "a string",
        ValueKind.Number => "a number",
        ValueKind.Integer or ValueKind.TextOrInteger => "an integer",
        ValueKind.Flag => "a boolean",
        ValueKind.Object => "an object",
        _ => "an array",
    };
}
