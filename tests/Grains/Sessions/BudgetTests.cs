using SessionGrains.Quarantine;
using SessionGrains.Sessions.Search;

namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>The messages of the cluster, filled to their budget and measured as they travel.</summary>
public sealed class BudgetTests
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(SessionView).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public async Task Reports_travel_by_bytes_and_a_reader_that_goes_on_gets_all()
    {
        await using var cluster = await SessionCluster.Start();
        var ids = new List<string>();
        foreach (var bytes in (int[])[300_000, 300_000, 300_000, 300_000, 10, 2_000_000, 10, 10, 900_000, 300_000])
        {
            ids.Add(Sample.NewId());
            await cluster.Session(ids[^1]).SubmitDownloaded(Start(bytes), [Sample.Event(PlayerEventType.Play, 2)]);
        }

        var (read, reader) = (new List<string>(), cluster.Silos.Client.GetGrain<IReportReader>(0));
        for (var reports = await reader.Read(null, 1_000); reports.Length > 0; reports = await reader.Read(reports[^1].Cursor, 1_000))
        {
            Assert.True(reports.Length == 1 || Serializer.SerializeToArray(reports).Length <= MessageBudget.Bytes + 1_024);
            read.AddRange(reports.Select(static report => report.Session.SessionId));
        }

        Assert.Equal(ids, read);
    }

    [Fact]
    public async Task A_report_that_is_too_large_is_told_as_such_and_does_not_travel()
    {
        await using var cluster = await SessionCluster.Start();
        var (large, next) = (Sample.NewId(), Sample.NewId());
        await cluster.Session(large).SubmitDownloaded(Start(ReportBudget.OneReport), []);
        await cluster.Session(next).SubmitDownloaded(Sample.Start(1), []);

        var reports = await cluster.Silos.Client.GetGrain<IReportReader>(0).Read(null, 10);
        if (reports.Length == 1)
            reports = [.. reports, .. await cluster.Silos.Client.GetGrain<IReportReader>(0).Read(reports[0].Cursor, 10)];

        Assert.Equal((UnreadableReason.TooLarge, large), (reports[0].Error, reports[0].SessionId));
        Assert.Equal(next, reports[1].Session.SessionId);
    }

    [Fact]
    public async Task A_search_tells_two_hundred_sessions_with_the_longest_texts_in_a_message_and_truncates_what_does_not_fit()
    {
        await using var cluster = await SessionCluster.Start();
        var text = new string('\u4e00', 5_000);
        for (var number = 0; number < 200; number++)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            await cluster.Session(Sample.NewId()).Start(Start(2, text));
        }

        var found = await cluster.Silos.Client.GetGrain<ISessionFinder>(0).Find(new(null, null, null, null, 200));

        Assert.InRange(found.Sessions.Length, 150, 200);
        Assert.Equal(found.Sessions.Length < 200, found.Truncated);
        Assert.All(found.Sessions, static one => Assert.Equal(BoundedText.MaxCharacters, one.MediaId.Length));
        Assert.InRange(Serializer.SerializeToArray(found).Length, MessageBudget.Bytes / 2, MessageBudget.Bytes);
    }

    [Fact]
    public void An_answer_of_a_partition_of_the_live_counts_fits_into_a_message_whatever_the_titles_are_called()
    {
        var text = new string('\u4e00', LiveKey.MaxIdLength);
        var figures = new LiveFigures { Open = int.MaxValue, Playing = int.MaxValue, Starts = long.MaxValue, Ends = long.MaxValue, Errors = long.MaxValue };
        var line = new LiveLine(new(LiveKind.Title, text), text + "", text + "", figures, [.. Enumerable.Repeat(int.MaxValue, KeyTotals.RecentSamples)]);
        var part = new LivePart { Whole = line, Lines = [.. Enumerable.Range(0, 200).Select(number => line with { Name = $"{number}".PadRight(200, '\u4e00') })] };

        Assert.InRange(Serializer.SerializeToArray(part).Length, 0, MessageBudget.Bytes);
    }

    [Fact]
    public async Task A_stored_minute_of_the_live_counts_keeps_the_titles_with_most_viewers_that_fit()
    {
        var storage = new LastWrite();
        var store = new LiveMinuteStore(storage, new SessionStoreTraits(RemovesExpired: true), new RecordQuarantine(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<RecordQuarantine>.Instance),
            new StoreRoom(Microsoft.Extensions.Options.Options.Create(new StoreRoomOptions()), Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreRoom>.Instance));
        var text = new string('\u4e00', LiveKey.MaxIdLength);
        var rows = Enumerable.Range(0, 20_000).Select(number => new LiveMinuteRow(new(LiveKind.Title, $"{number}{text}"), $"{number}{text}", $"{text}{number}", new() { Minute = 1, Playing = number })).ToArray();

        await store.Write(LivePartitions.Titles[0], 1, rows);
        var record = (LiveMinuteRecord)storage.State!;
        Assert.InRange(Serializer.SerializeToArray(record).Length, BoundedMinute.MaxBytes / 2, BoundedMinute.MaxBytes);
        Assert.Equal(rows[^1], record.Rows[0]);

        await store.Write(LivePartitions.Titles[0], 1, rows[..3]);
        Assert.Equal(rows[..3], ((LiveMinuteRecord)storage.State!).Rows);
    }

    private static StartRequest Start(int bytes, string text = "text") => new()
    {
        Body = new byte[bytes],
        Ts = 1,
        Playhead = 0,
        MediaId = text,
        MediaName = text,
        Channel = text,
        PlayerName = text,
        ContentType = "vod",
        VisitorId = text,
        LengthSeconds = 60,
    };

    private sealed class LastWrite : IGrainStorage
    {
        public object? State { get; private set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            State = grainState.State;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
