using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace SessionGrains.Players;

/// <summary>The API that players speak: what the events of a script are on the wire, and what they say there.</summary>
internal abstract class Door
{
    /// <summary>The Media Collection API (docs/protocol.md).</summary>
    public static Door MediaCollection { get; } = new CollectionDoor();

    /// <summary>The Media Edge API (docs/edge.md).</summary>
    public static Door MediaEdge { get; } = new EdgeDoor();

    /// <summary>As reads name it.</summary>
    public abstract string Name { get; }

    public abstract Outgoing Start(Viewing viewing);

    public abstract Outgoing Event(string id, ScriptedEvent one, Viewing viewing);

    /// <summary>The id of the session that a sessionStart opened; null if the answer has none.</summary>
    public abstract string? OpenedBy(Answer answer);

    /// <summary>What the server is told by the sessionStart.</summary>
    public virtual StartRequest Said(StartRequest meaning) => meaning;

    /// <summary>What the server is told by an event.</summary>
    public virtual PlayerEvent Said(PlayerEvent meaning) => meaning;

    public override string ToString() => Name;

    private sealed class CollectionDoor : Door
    {
        public override string Name => "media-collection";

        public override Outgoing Start(Viewing viewing) => new(TrackingServer.Sessions, EventBody.OfStart(viewing), "sessionStart");

        public override Outgoing Event(string id, ScriptedEvent one, Viewing viewing) => new($"{TrackingServer.PathOf(id)}/events", EventBody.Of(one, viewing), EventBody.WireName(one.Meaning.Type));

        public override string? OpenedBy(Answer answer) => answer is { Code: 201, Location: { } location } ? SentSession.IdOf(location) : null;
    }

    /// <summary>Its clients say the playhead in whole seconds, and states with statesUpdate.</summary>
    private sealed class EdgeDoor : Door
    {
        private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public override string Name => "media-edge";

        public override Outgoing Start(Viewing viewing) => Of(EventBody.OfStart(viewing), null);

        public override Outgoing Event(string id, ScriptedEvent one, Viewing viewing) => Of(EventBody.Of(one, viewing), id);

        public override string? OpenedBy(Answer answer) => answer is { Code: 200, Text: { } text } && JsonNode.Parse(text)?["handle"] is JsonArray handle
            ? (string?)handle.FirstOrDefault(static one => (string?)one!["type"] == "media-analytics:new-session")?["payload"]?[0]?["sessionId"]
            : null;

        public override StartRequest Said(StartRequest meaning) => meaning with { Playhead = Math.Floor(meaning.Playhead) };

        public override PlayerEvent Said(PlayerEvent meaning) => meaning with
        {
            Type = meaning.Type is PlayerEventType.StateStart or PlayerEventType.StateEnd ? PlayerEventType.StatesUpdate : meaning.Type,
            Playhead = Math.Floor(meaning.Playhead),
        };

        private static Outgoing Of(byte[] body, string? id)
        {
            var sent = JsonNode.Parse(body)!;
            var time = sent["playerTime"]!;
            time["playhead"] = Math.Floor((double)time["playhead"]!);
            var type = XdmBody.TypeOf(sent);
            return new($"{TrackingServer.EdgeEvents}/{type}?configId={TrackingServer.ConfigId}&requestId={Guid.NewGuid()}", JsonSerializer.SerializeToUtf8Bytes(XdmBody.Event(sent, id), Options), type);
        }
    }
}

/// <summary>A request of a player.</summary>
/// <param name="Path">Below the server's address.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Kind">The type of its event.</param>
internal readonly record struct Outgoing(string Path, byte[] Body, string Kind);
