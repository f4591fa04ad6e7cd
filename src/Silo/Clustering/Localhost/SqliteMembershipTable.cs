using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>
/// Orleans' membership table in <see cref="MembershipFile"/>. As the membership protocol requires, each change of a row increments the table version in the same
/// transaction and fails when another silo was faster.
/// </summary>
internal sealed class SqliteMembershipTable(MembershipFile file, ILocalSiloDetails self) : IMembershipTable
{
    private const string AdvanceVersion = "UPDATE table_version SET version = $next WHERE version = $known";

    /// <summary>
    /// Marks silos as dead whose port nobody listens on: rows of an earlier cluster would delay the start of a new one until they are voted out. When no silo is
    /// left alive, all rows are deleted; a silo that joins a running cluster leaves the others' rows alone.
    /// </summary>
    public Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        file.Change(command =>
        {
            var silos = command.ReadRows(SiloRow.SelectAll, static row => SiloRow.Read(row).Entry);
            var alive = silos.Where(silo => silo.Status != SiloStatus.Dead).ToList();
            var gone = alive.Where(IsGone).ToList();
            if (silos.Count == 0 || (gone.Count == 0 && alive.Count > 0))
                return false;

            if (gone.Count == alive.Count)
                command.Run("DELETE FROM silos");

            foreach (var silo in gone)
                command.Run("UPDATE silos SET status = $dead, etag = etag + 1 WHERE address = $address", ("$dead", (int)SiloStatus.Dead), ("$address", silo.SiloAddress.ToParsableString()));

            // The version is never reset: silos give up when it decreases.
            return command.Run("UPDATE table_version SET version = version + 1") == 1;
        });
        return Task.CompletedTask;
    }

    public Task<MembershipTableData> ReadAll() => Task.FromResult(Read());

    public Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var table = Read();
        return Task.FromResult(table.TryGet(key) is { } row ? new MembershipTableData(row, table.Version) : new MembershipTableData(table.Version));
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Task.FromResult(file.Change(command =>
        command.Run(AdvanceVersion, Advance(tableVersion)) == 1
        && command.Run(
            """
            INSERT INTO silos (address, etag, pid, status, name, host, gateway_port, started, alive, suspects)
            VALUES ($address, 0, $pid, $status, $name, $host, $gateway_port, $started, $alive, $suspects)
            ON CONFLICT DO NOTHING
            """,
            [.. SiloRow.Write(entry), ("$pid", Environment.ProcessId)]) == 1));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Task.FromResult(file.Change(command =>
        command.Run(AdvanceVersion, Advance(tableVersion)) == 1
        && command.Run(
            """
            UPDATE silos SET etag = etag + 1, status = $status, name = $name, host = $host, gateway_port = $gateway_port, started = $started, alive = $alive, suspects = $suspects
            WHERE address = $address AND etag = $etag
            """,
            [.. SiloRow.Write(entry), ("$etag", long.Parse(etag, CultureInfo.InvariantCulture))]) == 1));

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        file.Change(command => command.Run(
            "UPDATE silos SET alive = $alive WHERE address = $address",
            ("$alive", SiloRow.Text(entry.IAmAliveTime)),
            ("$address", entry.SiloAddress.ToParsableString())) == 1);
        return Task.CompletedTask;
    }

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        file.Change(command =>
        {
            var defunct = command.ReadRows(SiloRow.SelectAll, static row => SiloRow.Read(row).Entry)
                .Where(silo => silo.Status != SiloStatus.Active && silo.IAmAliveTime < beforeDate.UtcDateTime && silo.StartTime < beforeDate.UtcDateTime)
                .ToList();
            foreach (var silo in defunct)
                command.Run("DELETE FROM silos WHERE address = $address", ("$address", silo.SiloAddress.ToParsableString()));

            return defunct.Count > 0;
        });
        return Task.CompletedTask;
    }

    public Task DeleteMembershipTableEntries(string clusterId)
    {
        file.Change(static command => command.Run("DELETE FROM silos") > 0);
        return Task.CompletedTask;
    }

    private static (string Name, object Value)[] Advance(TableVersion next) =>
        [("$next", next.Version), ("$known", long.Parse(next.VersionEtag, CultureInfo.InvariantCulture))];

    /// <summary>A silo listens before it enters the table and until after it has left it. A silo with this silo's own port is gone too.</summary>
    private bool IsGone(MembershipEntry silo) =>
        silo.SiloAddress.Endpoint.Port == self.SiloAddress.Endpoint.Port || LocalPort.IsFree(silo.SiloAddress.Endpoint.Port);

    private MembershipTableData Read() => file.Read(static command =>
    {
        var version = command.ReadInteger("SELECT version FROM table_version");
        var rows = command.ReadRows(SiloRow.SelectAll, static row => SiloRow.Read(row)).ConvertAll(static row => Tuple.Create(row.Entry, row.ETag));
        return new MembershipTableData(rows, new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    });
}
