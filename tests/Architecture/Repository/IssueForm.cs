namespace SessionGrains.Architecture.Tests;

/// <summary>A form for new issues. GitHub shows a form with a mistake to nobody.</summary>
internal sealed class IssueForm
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public List<string> Labels { get; init; } = [];

    public required List<IssueFormPart> Body { get; init; }
}

internal sealed class IssueFormPart
{
    public required string Type { get; init; }

    public string? Id { get; init; }

    public required IssueFormAttributes Attributes { get; init; }

    public IssueFormValidations? Validations { get; init; }
}

internal sealed class IssueFormAttributes
{
    public string? Label { get; init; }

    public string? Description { get; init; }

    public string? Placeholder { get; init; }

    public string? Render { get; init; }

    /// <summary>The text of a part of type <c>markdown</c>.</summary>
    public string? Value { get; init; }

    /// <summary>Texts of a <c>dropdown</c>, objects of <c>checkboxes</c>.</summary>
    public List<object> Options { get; init; } = [];
}

internal sealed class IssueFormValidations
{
    public bool Required { get; init; }
}
