using Microsoft.OpenApi;

namespace SessionGrains.Api.Docs;

/// <summary>A JSON converter that describes its output for the OpenAPI schema, which cannot be derived from the type.</summary>
internal interface IDescribedConverter
{
    JsonSchemaType SchemaType { get; }

    /// <summary>The OpenAPI format, such as <c>date-time</c>.</summary>
    string? SchemaFormat => null;

    /// <summary>The description of members that have none.</summary>
    string? SchemaDescription => null;
}
