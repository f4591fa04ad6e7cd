using Microsoft.OpenApi;

namespace SessionGrains.Api.Docs;

/// <summary>A JSON converter that says what it writes, because the schema of a type cannot know.</summary>
internal interface IDescribedConverter
{
    JsonSchemaType SchemaType { get; }

    /// <summary>Such as <c>date-time</c>.</summary>
    string? SchemaFormat => null;

    /// <summary>For members without a description of their own.</summary>
    string? SchemaDescription => null;
}
