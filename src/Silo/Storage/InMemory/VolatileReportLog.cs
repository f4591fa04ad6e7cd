using System.Globalization;
using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>The report log of the <c>Memory</c> store.</summary>
internal sealed class VolatileReportLog(IGrainFactory grains) : IReportLog
{
    public async ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var position = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out position))
            throw new FormatException($"'{after}' is no cursor of this report log.");

        return await grains.GetGrain<IVolatileReportLog>(0).Read(position, limit).WaitAsync(cancellationToken);
    }
}
