using Orleans;
using Orleans.Runtime;
using SessionGrains.Silo.Clustering.Localhost;

namespace SessionGrains.Cluster.Tests;

public sealed class SqliteMembershipTableTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-test-").FullName;
    private readonly MembershipFile _file;
    private readonly List<TcpListener> _listeners = [];

    public SqliteMembershipTableTests() => _file = MembershipFile.Open(new SessionClusterOptions { Mode = ClusterMode.Localhost, Directory = _folder });

    public void Dispose()
    {
        foreach (var listener in _listeners)
            listener.Dispose();

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var table = Table(Silo(1));
        var entry = Entry(Silo(1), SiloStatus.Active);
        entry.AddSuspector(Silo(2), Start.AddSeconds(3));
        entry.AddSuspector(Silo(3), Start.AddSeconds(4));

        Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));

        var read = Assert.Single((await table.ReadAll()).Members).Item1;
        Assert.Equal(entry.SiloAddress, read.SiloAddress);
        Assert.Equal(SiloStatus.Active, read.Status);
        Assert.Equal((entry.SiloName, entry.HostName, entry.ProxyPort), (read.SiloName, read.HostName, read.ProxyPort));
        Assert.Equal((entry.StartTime, entry.IAmAliveTime), (read.StartTime, read.IAmAliveTime));
        Assert.Equal(DateTimeKind.Utc, read.IAmAliveTime.Kind);
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
    }

    [Fact]
    public async Task Of_two_changes_based_on_the_same_version_only_the_first_counts()
    {
        var table = Table(Silo(1));
        var version = (await table.ReadAll()).Version;

        Assert.True(await table.InsertRow(Entry(Silo(1), SiloStatus.Joining), version.Next()));
        Assert.False(await table.InsertRow(Entry(Silo(2), SiloStatus.Joining), version.Next()));

        var read = await table.ReadAll();
        Assert.Equal(version.Version + 1, read.Version.Version);
        Assert.Single(read.Members);
    }

    [Fact]
    public async Task An_update_with_a_stale_row_fails_and_leaves_the_version_alone()
    {
        var table = Table(Silo(1));
        await table.InsertRow(Entry(Silo(1), SiloStatus.Joining), (await table.ReadAll()).Version.Next());
        var (stale, version) = (Assert.Single((await table.ReadAll()).Members).Item2, (await table.ReadAll()).Version);
        Assert.True(await table.UpdateRow(Entry(Silo(1), SiloStatus.Active), stale, version.Next()));

        var now = (await table.ReadAll()).Version;
        Assert.False(await table.UpdateRow(Entry(Silo(1), SiloStatus.Dead), stale, now.Next()));

        var read = await table.ReadRow(Silo(1));
        Assert.Equal(now, read.Version);
        Assert.Equal(SiloStatus.Active, Assert.Single(read.Members).Item1.Status);
    }

    [Fact]
    public async Task A_sign_of_life_changes_neither_the_version_nor_the_row_s_etag()
    {
        var table = Table(Silo(1));
        await table.InsertRow(Entry(Silo(1), SiloStatus.Active), (await table.ReadAll()).Version.Next());
        var before = await table.ReadAll();
        var alive = Entry(Silo(1), SiloStatus.Active);
        alive.IAmAliveTime = Start.AddMinutes(1);

        await table.UpdateIAmAlive(alive);

        var after = await table.ReadAll();
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Members[0].Item2, after.Members[0].Item2);
        Assert.Equal(Start.AddMinutes(1), after.Members[0].Item1.IAmAliveTime);
    }

    [Fact]
    public async Task A_launch_after_all_silos_died_finds_an_empty_table_whose_version_has_not_gone_back()
    {
        var earlier = Table(Silo(1));
        await earlier.InsertRow(Entry(Silo(1), SiloStatus.Active), (await earlier.ReadAll()).Version.Next());
        await earlier.InsertRow(Entry(Silo(2), SiloStatus.Dead), (await earlier.ReadAll()).Version.Next());
        var version = (await earlier.ReadAll()).Version.Version;

        var later = Table(Silo(3));
        await later.InitializeMembershipTable(true);

        var read = await later.ReadAll();
        Assert.Empty(read.Members);
        Assert.True(read.Version.Version > version);
    }

    [Fact]
    public async Task A_late_joiner_leaves_the_living_alone_and_buries_the_dead()
    {
        var living = Listening();
        var table = Table(living);
        await table.InsertRow(Entry(living, SiloStatus.Active), (await table.ReadAll()).Version.Next());
        await table.InsertRow(Entry(Silo(2), SiloStatus.Active), (await table.ReadAll()).Version.Next());

        await Table(Silo(3)).InitializeMembershipTable(true);

        var read = await table.ReadAll();
        Assert.Equal(SiloStatus.Active, read.TryGet(living)!.Item1.Status);
        Assert.Equal(SiloStatus.Dead, read.TryGet(Silo(2))!.Item1.Status);
    }

    [Fact]
    public async Task A_joiner_that_finds_only_the_living_changes_nothing()
    {
        var living = Listening();
        var table = Table(living);
        await table.InsertRow(Entry(living, SiloStatus.Active), (await table.ReadAll()).Version.Next());
        var before = (await table.ReadAll()).Version;

        await Table(Silo(3)).InitializeMembershipTable(true);

        Assert.Equal(before, (await table.ReadAll()).Version);
    }

    [Fact]
    public async Task An_earlier_silo_on_the_joiner_s_own_port_is_dead()
    {
        var earlier = Listening();
        var table = Table(earlier);
        await table.InsertRow(Entry(earlier, SiloStatus.Active), (await table.ReadAll()).Version.Next());

        await Table(SiloAddress.New(earlier.Endpoint, earlier.Generation + 1)).InitializeMembershipTable(true);

        Assert.Empty((await table.ReadAll()).Members);
    }

    [Fact]
    public async Task Old_rows_of_dead_silos_are_cleaned_up_and_active_ones_stay()
    {
        var table = Table(Silo(1));
        await table.InsertRow(Entry(Silo(1), SiloStatus.Active), (await table.ReadAll()).Version.Next());
        await table.InsertRow(Entry(Silo(2), SiloStatus.Dead), (await table.ReadAll()).Version.Next());

        await table.CleanupDefunctSiloEntries(Start);
        Assert.Equal(2, (await table.ReadAll()).Members.Count);

        await table.CleanupDefunctSiloEntries(Start.AddHours(1));
        Assert.Equal(Silo(1), Assert.Single((await table.ReadAll()).Members).Item1.SiloAddress);
    }

    [Fact]
    public void A_file_that_is_no_database_stops_the_start_with_one_line()
    {
        var options = new SessionClusterOptions { ClusterId = "broken", Directory = _folder };
        File.WriteAllText(Path.Combine(_folder, "broken.db"), new string('x', 4096));

        var refused = Assert.Throws<StartRefusedException>(() => MembershipFile.Open(options));

        Assert.Contains("broken.db", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static SiloAddress Silo(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1);

    private static MembershipEntry Entry(SiloAddress silo, SiloStatus status) => new()
    {
        SiloAddress = silo,
        Status = status,
        SiloName = "silo",
        HostName = "host",
        ProxyPort = 30000,
        StartTime = Start,
        IAmAliveTime = Start.AddSeconds(1),
    };

    /// <summary>The address of a silo that appears to be alive, because its port is taken.</summary>
    private SiloAddress Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        return SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
    }

    private SqliteMembershipTable Table(SiloAddress self) => new(_file, new Self(self));

    private sealed class Self(SiloAddress address) : ILocalSiloDetails
    {
        public string Name => "self";

        public string ClusterId => "local";

        public string DnsHostName => "host";

        public SiloAddress SiloAddress => address;

        public SiloAddress GatewayAddress => address;
    }
}
