using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The schemas of <c>GET /api/v1/schemas/{eventType}</c>: JSON Schema draft-04 of one event object, as strict mode validates it.</summary>
internal static class EventSchemas
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenDictionary<string, byte[]> Schemas =
        EventCatalogue.Entries.ToFrozenDictionary(entry => entry.Name, Write, StringComparer.Ordinal);

    public static IReadOnlyList<string> EventTypes { get; } = [.. EventCatalogue.Entries.Select(e => e.Name)];

    /// <summary>Finds the schema of an event type; case-sensitive.</summary>
    /// <param name="eventType">The type's name in JSON.</param>
    /// <param name="draft04Json">The schema in UTF-8.</param>
    public static bool TryGet(string eventType, out ReadOnlyMemory<byte> draft04Json)
    {
        var found = Schemas.TryGetValue(eventType, out var schema);
        draft04Json = schema;
        return found;
    }

    private static byte[] Write(CatalogueEntry entry)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options)) EventSchemaBuilder.Build(entry).WriteTo(json);
        return output.WrittenSpan.ToArray();
    }
}
