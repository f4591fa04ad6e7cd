using System.Text.Json.Nodes;
using SessionGrains.Api.Docs;
using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaCollection;

/// <summary>The bodies of players' requests in the OpenAPI document, from the catalogue that validates them.</summary>
internal static class PlayerSchemas
{
    public static BodySchema SessionStart { get; } = new("SessionStart", WithoutVersion(EventSchemaBuilder.Build(EventCatalogue.Entries.Single(static entry => entry.Type is PlayerEventType.SessionStart))));

    public static BodySchema PlayerEvent { get; } = new("PlayerEvent", EventSchemaBuilder.BuildCommon(EventCatalogue.Entries.Where(static entry => entry.Type is not PlayerEventType.SessionStart)).ToJsonString());

    public static BodySchema DownloadedSession { get; } = new("DownloadedSession", """
        {
          "type": "array", "minItems": 1, "description": "sessionStart first and once, then the events.",
          "items": { "anyOf": [{ "$ref": "#/components/schemas/SessionStart" }, { "$ref": "#/components/schemas/PlayerEvent" }] }
        }
        """);

    /// <summary>An OpenAPI document has one version of JSON Schema.</summary>
    private static string WithoutVersion(JsonObject schema)
    {
        schema.Remove("$schema");
        return schema.ToJsonString();
    }
}
