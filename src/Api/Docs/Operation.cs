namespace SessionGrains.Api.Docs;

/// <summary>What the OpenAPI document says of one operation.</summary>
/// <param name="Id">Its unique name.</param>
/// <param name="Tag">Its group.</param>
/// <param name="Summary">Its title; null: the summary of its handler's doc comment.</param>
/// <param name="Description">What it does; null: the remarks of its handler's doc comment.</param>
internal sealed record Operation(string Id, string Tag, string? Summary = null, string? Description = null)
{
    public PathParameter[] Parameters { get; init; } = [];

    public QueryParameter[] Query { get; init; } = [];

    /// <summary>Null when the operation takes no body.</summary>
    public RequestBody? Body { get; init; }

    public required Answer[] Answers { get; init; }

    /// <summary>Whether the operator rule applies.</summary>
    public bool ForOperators { get; init; }
}

/// <summary>A part of the path.</summary>
internal sealed record PathParameter(string Name, string Description, string Pattern, string Example);

/// <summary>An optional part of the query string: a whole number in a range, or text where there is none.</summary>
internal sealed record QueryParameter(string Name, string Description, string Example, (int Least, int Most, int Absent)? Range = null);

/// <summary>A body of one of these schemas, with examples that the server accepts as they stand (a test sends them).</summary>
internal sealed record RequestBody(string Description, BodySchema[] Schemas, Example[] Examples);

/// <summary>A schema of request bodies: a component of the document.</summary>
/// <param name="Name">Its name in the document.</param>
/// <param name="Json">Its text.</param>
internal sealed record BodySchema(string Name, string Json);

/// <summary>An example; <paramref name="Json"/> is its text.</summary>
internal sealed record Example(string Name, string Summary, string Json)
{
    /// <summary>The example of that name in the folder Examples.</summary>
    public static Example Of(string name, string summary) => new(name, summary, EmbeddedText.Read($"Examples.{name}.json"));
}

/// <summary>One answer; headers and content where it has them.</summary>
internal sealed record Answer(int Status, string Description)
{
    public AnswerHeader[] Headers { get; init; } = [];

    /// <summary>Null when the answer is empty.</summary>
    public AnswerContent? Content { get; init; }
}

/// <summary>A header of an answer.</summary>
internal sealed record AnswerHeader(string Name, string Description, string Example);

/// <summary>The content of an answer: JSON of a type, or a text.</summary>
internal sealed record AnswerContent(string MediaType, Type Schema, Example Example)
{
    /// <summary>Examples beside the first.</summary>
    public Example[] Others { get; init; } = [];
}
