using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SessionGrains.Api.Docs;

/// <summary>Completes the schemas of answers: what converters write, that counts are not negative, and which members are always there.</summary>
internal static class AnswerSchemas
{
    private static readonly string[] Suffixes = ["Answer", "View", "Summary"];

    /// <summary>The name of a type's component: <c>SessionAnswer</c> is <c>Session</c>. Null: it has none.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name && Suffixes.FirstOrDefault(name.EndsWith) is { } suffix
            ? name[..^suffix.Length]
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public static Task Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo;
        if ((context.JsonPropertyInfo?.CustomConverter ?? type.Converter) is IDescribedConverter converter)
        {
            schema.Type = converter.SchemaType | (Nullable.GetUnderlyingType(type.Type) is null ? 0 : JsonSchemaType.Null);
            schema.Format = converter.SchemaFormat;
            schema.Description ??= converter.SchemaDescription;
        }
        else if (type.Type == typeof(int))
        {
            schema.Minimum = "0";
        }

        if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is not null)
            schema.Required = type.Properties.Where(static member => member.ShouldSerialize is null).Select(static member => member.Name).ToHashSet();
        return Task.CompletedTask;
    }
}
