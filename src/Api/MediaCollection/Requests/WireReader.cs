using System.Diagnostics.CodeAnalysis;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>
/// Parses the body of a player's request into the tracking core's types, or into a list of all violations (docs/protocol.md#2-reading-a-request). Never throws on any
/// bytes. A ping allocates little more than its <see cref="PlayerEvent"/>.
/// </summary>
internal static class WireReader
{
    /// <summary>Reads the object of <c>POST /api/v1/sessions</c>.</summary>
    /// <param name="body">The decompressed body. The session keeps it, so it must not be changed afterwards.</param>
    /// <param name="mode">How unknown members are treated.</param>
    /// <param name="start">The parsed start, or null.</param>
    /// <param name="violations">When false, 1 to 100 violations in document order.</param>
    public static bool TryReadSessionStart(byte[] body, ValidationMode mode, [NotNullWhen(true)] out StartRequest? start, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, MediaCollectionFormat.Instance, mode, EventOrigin.Sessions);
        start = reader.ReadStart(body);
        violations = reader.Violations;
        return start is not null;
    }

    /// <summary>Reads the object of <c>POST /api/v1/sessions/{sid}/events</c>.</summary>
    /// <param name="body">The decompressed body.</param>
    /// <param name="mode">How unknown members are treated.</param>
    /// <param name="playerEvent">The parsed event, or null.</param>
    /// <param name="violations">When false, 1 to 100 violations in document order.</param>
    public static bool TryReadEvent(ReadOnlySpan<byte> body, ValidationMode mode, [NotNullWhen(true)] out PlayerEvent? playerEvent, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, MediaCollectionFormat.Instance, mode, EventOrigin.Events);
        playerEvent = reader.ReadPlayerEvent(body);
        violations = reader.Violations;
        return playerEvent is not null;
    }

    /// <summary>Reads the array of <c>POST /api/v1/downloaded</c>, or of its deprecated form on <c>POST /api/v1/sessions</c>.</summary>
    /// <param name="body">The decompressed body.</param>
    /// <param name="mode">How unknown members are treated.</param>
    /// <param name="requireDownloadedFlag">True for the deprecated form, whose sessionStart must have <c>media.downloaded: true</c>.</param>
    /// <param name="batch">The parsed session, or null when any of its events is invalid.</param>
    /// <param name="violations">When false, 1 to 100 violations in document order; pointers begin with the event's index.</param>
    public static bool TryReadDownloaded(
        byte[] body, ValidationMode mode, bool requireDownloadedFlag, [NotNullWhen(true)] out DownloadedBatch? batch, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, MediaCollectionFormat.Instance, mode, EventOrigin.BatchStart);
        batch = reader.ReadBatch(requireDownloadedFlag);
        violations = reader.Violations;
        return batch is not null;
    }

    /// <summary>Whether the first byte after a byte order mark and white space opens an array.</summary>
    public static bool IsArray(ReadOnlySpan<byte> body)
    {
        var value = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).TrimStart(" \t\r\n"u8);
        return value is [(byte)'[', ..];
    }
}
