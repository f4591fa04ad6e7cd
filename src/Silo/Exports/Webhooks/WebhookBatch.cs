using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>What a request takes: a list of events.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the same whenever the same sessions are sent.</param>
/// <param name="First">The number of its first session; 0 of one that says what was erased.</param>
/// <param name="Count">How many sessions it has.</param>
/// <param name="Body">The list in JSON.</param>
internal sealed record WebhookBatch(string Id, long First, int Count, byte[] Body)
{
    /// <summary>Bytes of a body, if it has more than one event.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Cuts a window into batches, one after the other.</summary>
    /// <param name="window">The window.</param>
    /// <param name="skip">Sessions that batches before have had.</param>
    /// <param name="events">Writes the events.</param>
    /// <param name="maxBatch">Most sessions of a batch.</param>
    public static IEnumerable<WebhookBatch> Of(ExportWindow window, int skip, SessionEvents events, int maxBatch)
    {
        var (body, count) = (new ArrayBufferWriter<byte>(), 0);
        for (var i = skip; i < window.Reports.Count; i++)
        {
            var one = events.Write(window.Reports[i], window.Claim.First + i);
            if (count == maxBatch || (count > 0 && body.WrittenCount + one.Length + 2 > MostBytes))
            {
                yield return Close(window.Claim.First + i - 1);
            }

            body.Write(count++ == 0 ? "["u8 : ","u8);
            body.Write(one);
        }

        if (count > 0)
        {
            yield return Close(window.Claim.First + window.Reports.Count - 1);
        }

        WebhookBatch Close(long last)
        {
            body.Write("]"u8);
            var batch = new WebhookBatch(IdOf(window.Sink, last - count + 1, last, body.WrittenSpan), last - count + 1, count, body.WrittenSpan.ToArray());
            body.Clear();
            count = 0;
            return batch;
        }
    }

    /// <summary>Batches of events that say that sessions were erased.</summary>
    public static IEnumerable<WebhookBatch> OfErased(ErasedSessions sessions, SessionEvents events, int maxBatch)
    {
        foreach (var ids in sessions.SessionIds.Chunk(maxBatch))
        {
            var body = new ArrayBufferWriter<byte>();
            for (var i = 0; i < ids.Length; i++)
            {
                body.Write(i == 0 ? "["u8 : ","u8);
                body.Write(events.WriteErased(ids[i], sessions.ErasedAtMs));
            }

            body.Write("]"u8);
            yield return new($"{sessions.Sink}-erased-{HashOf(body.WrittenSpan)}", First: 0, ids.Length, body.WrittenSpan.ToArray());
        }
    }

    /// <summary>
    /// The numbers alone would not do for receivers that leave out what has an id that they know: another cluster has the same ones, and so have a store that was replaced
    /// and a window of which some reports have expired.
    /// </summary>
    private static string IdOf(string sink, long first, long last, ReadOnlySpan<byte> body) =>
        string.Create(CultureInfo.InvariantCulture, $"{sink}-{first}-{last}-{HashOf(body)}");

    private static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8));
}
