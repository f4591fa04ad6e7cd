using System.Diagnostics.CodeAnalysis;
using SessionGrains.Api.Json;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>
/// Turns the bytes of a player's request into what the tracking core takes, or into all that is wrong with them (decisions.md section 2).
/// No bytes make it throw. A ping costs little more than its <see cref="PlayerEvent"/>.
/// </summary>
internal static class WireReader
{
    /// <summary>Reads the object of <c>POST /api/v1/sessions</c>.</summary>
    /// <param name="body">The decompressed body. Not to be written to afterwards: the session keeps it.</param>
    /// <param name="mode">What to do about unknown members.</param>
    /// <param name="start">The session's beginning, or null.</param>
    /// <param name="violations">1 to 100 violations in document order when false.</param>
    public static bool TryReadSessionStart(byte[] body, ValidationMode mode, [NotNullWhen(true)] out StartRequest? start, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, mode, EventOrigin.Sessions);
        start = reader.ReadStart(body);
        violations = reader.Violations;
        return start is not null;
    }

    /// <summary>Reads the object of <c>POST /api/v1/sessions/{sid}/events</c>.</summary>
    /// <param name="body">The decompressed body.</param>
    /// <param name="mode">What to do about unknown members.</param>
    /// <param name="playerEvent">The event, or null.</param>
    /// <param name="violations">1 to 100 violations in document order when false.</param>
    public static bool TryReadEvent(ReadOnlySpan<byte> body, ValidationMode mode, [NotNullWhen(true)] out PlayerEvent? playerEvent, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, mode, EventOrigin.Events);
        playerEvent = reader.ReadPlayerEvent(body);
        violations = reader.Violations;
        return playerEvent is not null;
    }

    /// <summary>Reads the array of <c>POST /api/v1/downloaded</c>, or of its deprecated form on <c>POST /api/v1/sessions</c>.</summary>
    /// <param name="body">The decompressed body.</param>
    /// <param name="mode">What to do about unknown members.</param>
    /// <param name="requireDownloadedFlag">True for the deprecated form: its sessionStart must say <c>media.downloaded: true</c>.</param>
    /// <param name="batch">The session, or null: one bad event and nothing of it is taken.</param>
    /// <param name="violations">1 to 100 violations in document order when false; pointers begin with the event's index.</param>
    public static bool TryReadDownloaded(
        byte[] body, ValidationMode mode, bool requireDownloadedFlag, [NotNullWhen(true)] out DownloadedBatch? batch, out IReadOnlyList<Violation> violations)
    {
        var reader = new EventReader(body, mode, EventOrigin.BatchStart);
        batch = reader.ReadBatch(requireDownloadedFlag);
        violations = reader.Violations;
        return batch is not null;
    }

    /// <summary>True when the first byte of the value, after a byte order mark and white space, opens an array.</summary>
    public static bool IsArray(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> value = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).TrimStart(" \t\r\n"u8);
        return value is [(byte)'[', ..];
    }
}
