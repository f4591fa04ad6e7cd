namespace SessionGrains.Api.Docs;

/// <summary>The description of one operation in the OpenAPI document.</summary>
/// <param name="Id">The operation id, unique in the document.</param>
/// <param name="Tag">The group that the operation is listed in.</param>
/// <param name="Summary">The title; null to use the summary of the handler's doc comment.</param>
/// <param name="Description">What the operation does; null to use the remarks of the handler's doc comment.</param>
internal sealed record Operation(string Id, string Tag, string? Summary = null, string? Description = null)
{
    public PathParameter[] Parameters { get; init; } = [];

    public QueryParameter[] Query { get; init; } = [];

    /// <summary>Null if the operation takes no body.</summary>
    public RequestBody? Body { get; init; }

    public required Answer[] Answers { get; init; }

    /// <summary>Whether the operation needs an operator key.</summary>
    public bool ForOperators { get; init; }
}

/// <summary>A part of the path.</summary>
internal sealed record PathParameter(string Name, string Description, string Pattern, string Example);

/// <summary>A query parameter: a whole number if <paramref name="Range"/> is set, otherwise text.</summary>
internal sealed record QueryParameter(string Name, string Description, string Example, (int Least, int Most, int Absent)? Range = null)
{
    public bool IsRequired { get; init; }
}

/// <summary>A request body of one of these schemas. A test sends the examples, which the server must accept.</summary>
internal sealed record RequestBody(string Description, BodySchema[] Schemas, Example[] Examples)
{
    /// <summary>Schemas that the others refer to.</summary>
    public BodySchema[] Parts { get; init; } = [];
}

/// <summary>A schema of a request body, which becomes a component of the document.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Json">The schema as JSON.</param>
internal sealed record BodySchema(string Name, string Json);

internal sealed record Example(string Name, string Summary, string Json)
{
    /// <summary>Reads an example from the folder Examples.</summary>
    public static Example Of(string name, string summary) => new(name, summary, EmbeddedText.Read($"Examples.{name}.json"));
}

internal sealed record Answer(int Status, string Description)
{
    public AnswerHeader[] Headers { get; init; } = [];

    /// <summary>Null if the answer has no body.</summary>
    public AnswerContent? Content { get; init; }
}

internal sealed record AnswerHeader(string Name, string Description, string Example);

/// <summary>The content of an answer: a JSON value of a type, or text.</summary>
internal sealed record AnswerContent(string MediaType, Type Schema, Example Example)
{
    /// <summary>Types that the value can have instead.</summary>
    public Type[] OtherSchemas { get; init; } = [];

    /// <summary>Further examples.</summary>
    public Example[] Others { get; init; } = [];
}
