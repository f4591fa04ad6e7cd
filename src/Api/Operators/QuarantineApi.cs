using System.Text.Json;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Operators;

/// <summary>Answers <c>GET</c> and <c>DELETE /quarantine</c>: stored records that cannot be read, and an end to them.</summary>
internal sealed class QuarantineApi(IGrainFactory grains, ClusterReach reach, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>The list asks all silos and waits 1.5 s for each; purging waits for the store.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    public async Task ReadQuarantine(HttpContext context)
    {
        var list = await Ask(static quarantine => quarantine.List());
        await context.AnswerJson(writer => Write(writer, list));
    }

    public async Task PurgeSession(HttpContext context)
    {
        if (context.Request.RouteValues["sid"] is string sid && SessionId.IsWellFormed(sid) && await Ask(quarantine => quarantine.Purge(sid)))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await context.AnswerProblem(StatusCodes.Status404NotFound, "Not in quarantine",
                "All that is stored of this session can be read, or nothing is stored of it. Nothing was removed.");
    }

    private async Task<T> Ask<T>(Func<IQuarantineReader, Task<T>> question)
    {
        if (!reach.IsReached)
            throw new ClusterUnavailableException(new TimeoutException("The cluster is not reached."));

        try
        {
            return await question(grains.GetGrain<IQuarantineReader>(0)).WaitAsync(Patience, time);
        }
        catch (Exception e) when (SessionCalls.IsTransient(e))
        {
            throw new ClusterUnavailableException(e);
        }
    }

    internal static void Write(Utf8JsonWriter writer, QuarantineList list)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("incomplete"u8, list.Incomplete);
        writer.WriteBoolean("truncated"u8, list.Truncated);
        writer.WriteStartArray("records"u8);
        foreach (var record in list.Records)
        {
            writer.WriteStartObject();
            writer.WriteString("sessionId"u8, record.SessionId);
            writer.WriteString("kind"u8, record.Kind.Name());
            writer.WriteString("reason"u8, record.Reason);
            writer.WriteInstant("firstSeenAt"u8, record.FirstSeenAtMs);
            writer.WriteNumber("bytes"u8, record.Bytes);
            writer.WriteString("keyHash"u8, record.KeyHash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
