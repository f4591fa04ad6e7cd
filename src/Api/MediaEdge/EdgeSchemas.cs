using System.Text.Json.Nodes;
using SessionGrains.Api.Docs;

namespace SessionGrains.Api.MediaEdge;

/// <summary>The bodies of Media Edge clients in the OpenAPI document: the published shapes as docs/schemas/edge/request.json writes them down.</summary>
internal static class EdgeSchemas
{
    private const string Definitions = "#/definitions/";
    private const string Components = "#/components/schemas/";

    private static readonly JsonObject Published = JsonNode.Parse(EmbeddedText.Read("edge-request.json").Replace(Definitions, Components, StringComparison.Ordinal))!.AsObject();

    /// <summary>A request with events of media.</summary>
    public static BodySchema Request { get; } = new("XdmRequest", Root().ToJsonString());

    /// <summary>What <see cref="Request"/> refers to.</summary>
    public static BodySchema[] Parts { get; } = [.. Published["definitions"]!.AsObject().Select(static part => new BodySchema(part.Key, part.Value!.ToJsonString()))];

    /// <summary>A request with events of any kind.</summary>
    public static BodySchema AnyRequest { get; } = new("XdmAnyRequest", """
        {
          "type": "object",
          "properties": { "events": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "object", "description": "As in XdmRequest, or any other event, which is not kept.", "required": ["xdm"], "properties": { "xdm": { "type": "object" } } } } },
          "required": ["events"]
        }
        """);

    /// <summary>What a viewer agrees to.</summary>
    public static BodySchema Consent { get; } = new("XdmConsent", """
        {
          "type": "object",
          "properties": {
            "consent": {
              "type": "array",
              "items": {
                "type": "object", "required": ["value"],
                "properties": {
                  "standard": { "type": "string" },
                  "version": { "type": "string" },
                  "value": { "description": "Of standard Adobe 1.0: { \"general\": \"in\" } or { \"general\": \"out\" }." }
                }
              }
            }
          },
          "required": ["consent"]
        }
        """);

    /// <summary>An OpenAPI document has one version of JSON Schema and one place for components.</summary>
    private static JsonObject Root()
    {
        var root = Published.DeepClone().AsObject();
        root.Remove("$schema");
        root.Remove("definitions");
        return root;
    }
}
