using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SessionGrains.Api.Docs;

/// <summary>Completes the schemas generated from answer types and shares them between operations.</summary>
internal static class AnswerSchemas
{
    /// <summary>The metadata key under which a schema has the name from <see cref="NameOf"/>.</summary>
    private const string SchemaId = "x-schema-id";

    private static readonly string[] Suffixes = ["Answer", "View", "Summary"];

    /// <summary>The component name of a type, such as <c>Session</c> for <c>SessionAnswer</c>; null if it is not a component.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type.IsAssignableTo(typeof(JsonNode)) || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
        : Suffixes.FirstOrDefault(name.EndsWith) is { } suffix ? name[..^suffix.Length] : name;

    /// <summary>Adds what converters write, which members are nullable or required, and that counts are not negative.</summary>
    public static Task Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var (type, member) = (context.JsonTypeInfo, context.JsonPropertyInfo);
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (ConverterOf(member, type) is { } converter)
        {
            (schema.Type, schema.Format, schema.Description, schema.Properties, schema.Metadata) =
                (converter.SchemaType, converter.SchemaFormat, schema.Description ?? converter.SchemaDescription, null, null);
        }
        else if (value == typeof(double))
        {
            schema.Type = JsonSchemaType.Number;
        }
        else if (value == typeof(int))
        {
            schema.Minimum = "0";
        }
        else if (schema.Enum is { Count: > 0 })
        {
            schema.Type = JsonSchemaType.String;
        }

        if (member is not null)
        {
            var canBeNull = (member.IsGetNullable || value != type.Type) && member.ShouldSerialize is null;
            schema.Type = canBeNull ? schema.Type | JsonSchemaType.Null : schema.Type & ~JsonSchemaType.Null;
        }

        if (schema.Properties is not null)
            schema.Required = type.Properties.Where(static member => member.ShouldSerialize is null).Select(static member => member.Name).ToHashSet();
        return Task.CompletedTask;
    }

    /// <summary>Moves the schemas of named types into the document's components and replaces them by references.</summary>
    public static IOpenApiSchema Share(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema own)
            return schema;

        foreach (var (name, member) in own.Properties?.ToArray() ?? [])
            own.Properties![name] = Share(member, document);
        own.Items = own.Items is null ? null : Share(own.Items, document);
        if (own.Type is not { } type || !type.HasFlag(JsonSchemaType.Object) || own.Metadata is not { } metadata || !metadata.TryGetValue(SchemaId, out var named) || named is not string { Length: > 0 } id)
            return own;

        own.Type = JsonSchemaType.Object;
        document.AddComponent(id, own);
        var shared = new OpenApiSchemaReference(id, document);
        return type.HasFlag(JsonSchemaType.Null) ? new OpenApiSchema { OneOf = [shared, new OpenApiSchema { Type = JsonSchemaType.Null }] } : shared;
    }

    /// <summary>The converter of a member or of its type, including one that the serializer wrapped for a nullable member.</summary>
    private static IDescribedConverter? ConverterOf(JsonPropertyInfo? member, JsonTypeInfo type) =>
        member?.CustomConverter as IDescribedConverter
        ?? (member?.AttributeProvider?.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: false) is [JsonConverterAttribute { ConverterType: { } named }] ? Activator.CreateInstance(named) as IDescribedConverter : null)
        ?? type.Converter as IDescribedConverter;
}
