namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>One member of an object on the wire: its name, what its value may be and where the reader puts it.</summary>
internal sealed class Member(string name, ValueKind kind, bool required = false, Slot slot = Slot.None, ObjectShape? shape = null)
{
    /// <summary>The greatest integer that a JavaScript player can send exactly, 2^53 − 1.</summary>
    public const double GreatestInteger = 9007199254740991;

    public string Name { get; } = name;

    public ValueKind Kind { get; } = kind;

    /// <summary>Absent or null is a violation.</summary>
    public bool Required { get; } = required;

    public Slot Slot { get; } = slot;

    /// <summary>What the object, or each item of the list, looks like.</summary>
    public ObjectShape? Shape { get; } = shape;

    /// <summary>The least number allowed, or null for none.</summary>
    public double? Least { get; init; } = kind is ValueKind.Integer ? -GreatestInteger : null;

    /// <summary>The greatest number allowed, or null for none.</summary>
    public double? Greatest { get; init; } = kind is ValueKind.Integer ? GreatestInteger : null;

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
