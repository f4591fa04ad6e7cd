using Orleans.Concurrency;

namespace SessionGrains.Exports;

/// <summary>All exporters of the cluster, for a front door, which does not know the sinks. Key 0; every silo has its own activations.</summary>
[Alias("sg.export-reader")]
public interface IExportReader : IGrainWithIntegerKey
{
    /// <summary>How each configured sink fares, by name.</summary>
    [Alias("read-all"), ReadOnly] Task<ExportStatus[]> ReadAll();

    /// <summary>As <see cref="IExporter.SetPaused"/>; how it fares now, or null if no sink has the name.</summary>
    [Alias("set-paused")] Task<ExportStatus?> SetPaused(string name, bool isPaused);

    /// <summary>As <see cref="IExporter.Rewind"/>; null if no sink has the name.</summary>
    [Alias("rewind")] Task<ExportRewindAnswer?> Rewind(string name, ExportRewindTarget target);

    /// <summary>As <see cref="IExporter.Resend"/>; null if no sink has the name.</summary>
    [Alias("resend")] Task<ExportStatus?> Resend(string name);
}
