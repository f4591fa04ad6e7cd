namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>One member of an object on the wire: its name, what its value may be and where the reader puts it.</summary>
internal sealed class Member(string name, ValueKind kind, bool required = false, MemberRole role = MemberRole.None, ObjectShape? shape = null)
{
    public string Name { get; } = name;

    public ValueKind Kind { get; } = kind;

    /// <summary>Absent or null is a violation.</summary>
    public bool Required { get; } = required;

    public MemberRole Role { get; } = role;

    /// <summary>What the object, or each item of the list, looks like.</summary>
    public ObjectShape? Shape { get; } = shape;

    /// <summary>What a number may be; of other kinds it says nothing.</summary>
    public NumberRange Range { get; init; } = kind is ValueKind.TextOrNumber ? NumberRange.Quality : NumberRange.Position;

    /// <summary>UTF-16 units of a text that are kept; see <see cref="ReadingLimits"/>.</summary>
    public int LongestText { get; init; } = ReadingLimits.Name;

    /// <summary>What the value must be, in words that follow "must be".</summary>
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
