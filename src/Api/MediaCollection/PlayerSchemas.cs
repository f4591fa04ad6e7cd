using System.Text;
using System.Text.Json.Nodes;
using SessionGrains.Api.Docs;
using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.MediaCollection;

/// <summary>The bodies of players' requests in the OpenAPI document, from the catalogue that validates them.</summary>
internal static class PlayerSchemas
{
    public static BodySchema SessionStart { get; } = new("SessionStart", EventSchemas.TryGet("sessionStart", out var schema) ? WithoutVersion(schema) : throw new InvalidOperationException());

    public static BodySchema PlayerEvent { get; } = new("PlayerEvent", Encoding.UTF8.GetString(EventSchemas.AnyEvent()));

    public static BodySchema DownloadedSession { get; } = new("DownloadedSession", """
        {
          "type": "array", "minItems": 1, "description": "sessionStart first and once, then the events.",
          "items": { "anyOf": [{ "$ref": "#/components/schemas/SessionStart" }, { "$ref": "#/components/schemas/PlayerEvent" }] }
        }
        """);

    /// <summary>The whole document is of one version of JSON Schema.</summary>
    private static string WithoutVersion(ReadOnlyMemory<byte> schema)
    {
        var json = JsonNode.Parse(schema.Span)!.AsObject();
        json.Remove("$schema");
        return json.ToJsonString();
    }
}
