using SessionGrains.Exports;

namespace SessionGrains.Erasure;

/// <summary>Tells the sinks which sessions were erased, through their exporters.</summary>
internal sealed class SinkErasure(IGrainFactory grains, IExportSinks sinks)
{
    /// <summary>Tells a sink of its next part.</summary>
    /// <param name="receipt">The erasure.</param>
    /// <param name="sink">What the sink has.</param>
    /// <param name="part">The sessions.</param>
    /// <returns>What it has then.</returns>
    public async Task<ErasureOfSink> Tell(ErasureReceipt receipt, ErasureOfSink sink, FoundSession[] part)
    {
        if (!sinks.All.ContainsKey(sink.Name))
        {
            return sink with { IsDone = true, Reason = "It is no longer in the configuration and was not told." };
        }

        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{receipt.Id}-{sink.Parts + 1:0000}");
        var ids = part.Select(static session => session.SessionId).Where(static id => id.Length > 0).ToArray();
        var reason = await Erase(sink.Name, new(sink.Name, name, ids, receipt.RequestedAtMs));
        return reason is null ? sink with { Parts = sink.Parts + 1, Reason = null } : sink with { Reason = reason };
    }

    private async Task<string?> Erase(string sink, ErasedSessions sessions)
    {
        try
        {
            return await grains.GetGrain<IExporter>(sink).EraseSessions(sessions);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"Its exporter does not answer ({failure.GetType().Name}): {failure.Message}";
        }
    }
}
