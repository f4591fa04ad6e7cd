using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace SessionGrains.Api.Docs;

/// <summary>Writes an <see cref="Operation"/> into the OpenAPI document.</summary>
internal static class OperationShape
{
    public static async Task Apply(Operation operation, OpenApiOperation target, OpenApiOperationTransformerContext context)
    {
        var document = context.Document!;
        target.OperationId = operation.Id;
        target.Summary = operation.Summary ?? target.Summary;
        target.Description = operation.Description ?? target.Description;
        target.Parameters = operation.Parameters.Length + operation.Query.Length == 0 ? null : [.. operation.Parameters.Select(Parameter), .. operation.Query.Select(Parameter)];
        target.RequestBody = operation.Body is { } body ? Body(body, document) : null;
        target.Responses = [];
        foreach (var answer in operation.Answers.OrderBy(answer => answer.Status))
            target.Responses[answer.Status.ToString(CultureInfo.InvariantCulture)] = await Response(answer, context);
        if (operation.ForOperators)
            target.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocs.OperatorKey, document)] = [] }];
    }

    private static IOpenApiParameter Parameter(PathParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = parameter.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = parameter.Pattern },
        Example = JsonValue.Create(parameter.Example),
    };

    private static IOpenApiParameter Parameter(QueryParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.IsRequired,
        Description = parameter.Description,
        Schema = parameter.Range is not { } range ? new OpenApiSchema { Type = JsonSchemaType.String } : new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = range.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = range.Most.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(range.Absent),
        },
        Example = JsonNode.Parse(parameter.Range is null ? $"\"{parameter.Example}\"" : parameter.Example),
    };

    private static OpenApiRequestBody Body(RequestBody body, OpenApiDocument document)
    {
        foreach (var schema in body.Schemas.Concat(body.Parts))
            document.AddComponent(schema.Name, Read(schema.Json, document));

        var schemas = body.Schemas.Select(schema => (IOpenApiSchema)new OpenApiSchemaReference(schema.Name, document)).ToList();
        return new OpenApiRequestBody
        {
            Required = true,
            Description = body.Description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = schemas.Count == 1 ? schemas[0] : new OpenApiSchema { OneOf = schemas },
                    Examples = body.Examples.ToDictionary(example => example.Name, Show),
                },
            },
        };
    }

    private static OpenApiSchema Read(string json, OpenApiDocument document) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(json, OpenApiSpecVersion.OpenApi3_1, document, out _, OpenApiConstants.Json)!;

    private static async Task<OpenApiResponse> Response(Answer answer, OpenApiOperationTransformerContext context) => new()
    {
        Description = answer.Description,
        Headers = answer.Headers.Length == 0 ? null : answer.Headers.ToDictionary(header => header.Name, Header),
        Content = answer.Content is not { } content ? null : new Dictionary<string, OpenApiMediaType>
        {
            [content.MediaType] = new OpenApiMediaType
            {
                Schema = await Schema(content, context),
                Examples = content.Others.Prepend(content.Example).ToDictionary(example => example.Name, Show),
            },
        },
    };

    private static async Task<IOpenApiSchema> Schema(AnswerContent content, OpenApiOperationTransformerContext context)
    {
        var schemas = new List<IOpenApiSchema>();
        foreach (var type in content.OtherSchemas.Prepend(content.Schema))
        {
            schemas.Add(AnswerSchemas.Share(await context.GetOrCreateSchemaAsync(type), context.Document!));
        }

        return schemas is [var only] ? only : new OpenApiSchema { OneOf = schemas };
    }

    private static IOpenApiHeader Header(AnswerHeader header) => new OpenApiHeader
    {
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(header.Example),
    };

    private static IOpenApiExample Show(Example example) => new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Json) };
}
