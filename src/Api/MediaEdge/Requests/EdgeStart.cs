using System.Text.Encodings.Web;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>
/// Tells a sessionStart of XDM in the words of the Media Collection API (docs/edge.md#fields): so whoever reads a session, a report or its rows finds the same members
/// whichever way it came.
/// </summary>
internal static class EdgeStart
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="start">The values that were read.</param>
    /// <param name="item">The item that they were read from, which is valid.</param>
    /// <param name="configId">The datastream.</param>
    /// <param name="ecid">The visitor's Experience Cloud id.</param>
    /// <param name="visitorIds">Other ids of the viewer.</param>
    public static StartRequest Translate(StartRequest start, EnvelopeEvent item, string configId, string ecid, IReadOnlyList<string> visitorIds)
    {
        using var document = JsonDocument.Parse(item.Json);
        return start with
        {
            Api = SessionApi.MediaEdge,
            VisitorId = ecid,
            OtherVisitorIds = visitorIds.Count == 0 ? null : [.. visitorIds],
            Body = Write(start, MediaIn(document.RootElement.GetProperty("xdm"), item.IsDownloaded), item.Metadata, configId, ecid),
        };
    }

    /// <summary>The mediaCollection of the event, or of the first of a downloaded session.</summary>
    private static JsonElement MediaIn(JsonElement xdm, bool isDownloaded) => (isDownloaded ? xdm.GetProperty("mediaDownloadedEvents")[0] : xdm).GetProperty("mediaCollection");

    private static byte[] Write(StartRequest start, JsonElement media, MetadataEntry[] metadata, string configId, string ecid)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("eventType", "sessionStart");
            writer.WriteStartObject("playerTime");
            writer.WritePropertyName("playhead");
            media.GetProperty("playhead").WriteTo(writer);
            writer.WriteNumber("ts", start.Ts);
            writer.WriteEndObject();
            writer.WriteStartObject("params");
            WriteParams(writer, start, media.GetProperty("sessionDetails"), configId, ecid);
            writer.WriteEndObject();
            if (metadata.Length > 0)
            {
                writer.WriteStartObject("customMetadata");
                foreach (var entry in metadata)
                {
                    writer.WriteString(entry.Key, entry.Value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteParams(Utf8JsonWriter writer, StartRequest start, JsonElement details, string configId, string ecid)
    {
        writer.WriteString("analytics.reportSuite", configId);
        writer.WriteString("analytics.visitorId", ecid);
        writer.WriteString("media.id", start.MediaId);
        if (start.MediaName is not null)
        {
            writer.WriteString("media.name", start.MediaName);
        }

        writer.WritePropertyName("media.length");
        details.GetProperty("length").WriteTo(writer);
        writer.WriteString("media.contentType", start.ContentType);
        writer.WriteString("media.playerName", start.PlayerName);
        writer.WriteString("media.channel", start.Channel);
        if (details.TryGetProperty("hasResume", out var resume) && resume.ValueKind != JsonValueKind.Null)
        {
            writer.WriteBoolean("media.resume", start.Resume);
        }

        foreach (var (xdm, name) in FieldMap.Texts)
        {
            if (details.TryGetProperty(xdm, out var text) && text.ValueKind == JsonValueKind.String)
            {
                writer.WriteString(name, text.GetString());
            }
        }
    }
}
