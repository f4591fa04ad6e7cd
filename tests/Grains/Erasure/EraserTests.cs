using SessionGrains.Erasure;
using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests.Erasure;

/// <summary>An erasure ends right, whatever happens to it.</summary>
public sealed class EraserTests : IAsyncLifetime
{
    private readonly RecordingSinks _sinks = new();
    private SessionCluster _cluster = null!;

    private IEraser Eraser => _cluster.Silos.Client.GetGrain<IEraser>(0);

    public async Task InitializeAsync() => _cluster = await SessionCluster.Start(sinks: _sinks);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_that_fails_at_any_step_goes_on_there_and_counts_each_session_once(bool endsActivation)
    {
        var steps = 0;
        for (var hasFailed = true; hasFailed; steps++)
        {
            var viewer = $"viewer-{steps:000}-";
            string[] open = [await Open(viewer), await Open("other", viewer)];
            var closed = await Download(viewer);
            var expired = await Download(viewer);
            _cluster.Storage.Expire(expired);
            var bystander = await Open($"{viewer}0");
            _sinks.Erased.Clear();

            _cluster.Storage.FailAtStep(steps);
            var (receipt, isKnown) = await Ask(viewer);
            for (var done = false; !done;)
            {
                if (endsActivation && _cluster.Storage.HasFailedAtStep)
                {
                    await _cluster.Silos.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
                }

                await Eraser.Wake();
                done = await Read(receipt.Id) is { Phase: ErasurePhase.Done };
            }

            hasFailed = _cluster.Storage.HasFailedAtStep;
            _cluster.Storage.FailAtStep(int.MaxValue);
            receipt = (await Eraser.Read(receipt.Id))!;

            // Of a request whose answer was lost another erasure has the counts.
            Assert.True(!isKnown || (2, 1, 2, 0) == (receipt.OpenSessions, receipt.ClosedSessions, receipt.Reports, receipt.Unreadable), $"step {steps}: {receipt}");
            Assert.All(receipt.Sinks, static sink => Assert.True(sink.IsDone));
            Assert.Null(receipt.Error);
            Assert.Equal(open.Append(closed).Append(expired).Order(), _sinks.Erased.SelectMany(static erased => erased.SessionIds).Distinct().Order());
            Assert.DoesNotContain(_cluster.Storage.RecordsWith(viewer), name => !name.Contains(bystander, StringComparison.Ordinal));
            Assert.NotNull(await _cluster.Session(bystander).Read());
            foreach (var id in (string[])[.. open, closed])
            {
                Assert.Null(await _cluster.Session(id).Read());
                Assert.Equal(TrackVerdict.Unknown, await _cluster.Session(id).Track(Sample.Event(PlayerEventType.Ping, 5)));
            }
        }

        Assert.True(steps > 15, $"{steps} steps");
    }

    [Fact]
    public async Task A_viewer_of_ten_thousand_sessions_is_erased_in_parts_that_the_receipt_shows()
    {
        const int Many = 10_000;
        for (var i = 0; i < Many; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Download("viewer")));
        }

        var seen = new List<long>();
        _sinks.OnErase = _ => Task.CompletedTask;
        var began = TimeProvider.System.GetTimestamp();
        var receipt = await Request("viewer");
        await Deadline.UntilAsync(async () =>
        {
            var now = (await Eraser.Read(receipt.Id))!;
            seen.Add(now.ClosedSessions);
            return now.Phase == ErasurePhase.Done;
        });

        receipt = (await Eraser.Read(receipt.Id))!;
        Assert.Equal((0L, (long)Many, (long)Many), (receipt.OpenSessions, receipt.ClosedSessions, receipt.Reports));
        Assert.Contains(seen, static count => count is > 0 and < Many);
        Assert.Equal(Many, _sinks.Erased.SelectMany(static erased => erased.SessionIds).Distinct().Count());
        Assert.All(_sinks.Erased, static erased => Assert.InRange(erased.SessionIds.Count, 1, 1_300));
        Assert.True(_cluster.Storage.Count <= 3, $"{_cluster.Storage.Count} records are left");
        Console.WriteLine($"{Many} sessions in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task An_erasure_of_nobody_has_a_receipt_with_zeros()
    {
        var other = await Open("other");
        var receipt = await Done("nobody");

        Assert.Equal((0L, 0L, 0L, 0L), (receipt.OpenSessions, receipt.ClosedSessions, receipt.Reports, receipt.Unreadable));
        Assert.Equal(_cluster.NowMs, receipt.CompletedAtMs);
        Assert.Empty(_sinks.Erased);
        Assert.NotNull(await _cluster.Session(other).Read());
        Assert.Null(await Eraser.Read("00"));
    }

    [Fact]
    public async Task The_same_viewer_twice_at_once_is_erased_by_one_and_the_other_ends_too()
    {
        for (var i = 0; i < 20; i++)
        {
            await Download("viewer");
        }

        var receipts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Done("viewer")));

        Assert.Equal(5, receipts.DistinctBy(static receipt => receipt.Id).Count());
        Assert.Equal(20, receipts.Sum(static receipt => receipt.ClosedSessions));
        Assert.Empty(_cluster.Storage.RecordsWith("viewer"));
    }

    [Fact]
    public async Task A_sink_that_fails_holds_up_only_itself_and_its_window_is_written_without_the_session()
    {
        var id = await Download("viewer");
        _sinks.OnErase = static _ => throw new IOException("the disk is full");
        var receipt = await Request("viewer");
        await Deadline.UntilAsync(async () => (await Eraser.Read(receipt.Id))!.Sinks.Any(static sink => sink.Reason is not null));

        var waiting = (await Eraser.Read(receipt.Id))!;
        Assert.Equal(ErasurePhase.Sinks, waiting.Phase);
        Assert.Equal([(RecordingSinks.Name, false, "the disk is full"), (RecordingSinks.OtherName, true, null)], waiting.Sinks.Select(static sink => (sink.Name, sink.IsDone, sink.Reason)));
        Assert.Empty(_cluster.Storage.RecordsWith("viewer"));
        Assert.Equal((ErasurePhase.Done, 0L), await Done("another") is { } other ? (other.Phase, other.Reports) : default);

        _sinks.OnErase = static _ => Task.CompletedTask;
        await Deadline.UntilAsync(async () => (await Read(receipt.Id))?.Phase == ErasurePhase.Done);
        Assert.Equal([id], Assert.Single(_sinks.Erased).SessionIds);
    }

    [Fact]
    public async Task A_damaged_start_that_has_the_id_is_erased()
    {
        var id = Sample.NewId();
        _cluster.Storage.Plant(id, Encoding.UTF8.GetBytes("damaged, but of viewer-x"));
        var receipt = await Done("viewer-x");

        Assert.Equal((0L, 1L), (receipt.OpenSessions, receipt.ClosedSessions));
        Assert.Empty(_cluster.Storage.RecordsWith("viewer-x"));
    }

    [Fact]
    public async Task Sinks_hear_of_all_sessions_when_two_erase_at_once_and_one_has_found_fewer()
    {
        await using var cut = await SessionCluster.Start(sinks: _sinks, storage: _cluster.Storage);
        string[] all = [await Open("viewer"), await Open("viewer"), await Open("viewer")];
        var (isLate, goesOn, erasesOn, looks, erased) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), 0, 0);
        _cluster.Storage.OnFindStarts = () =>
        {
            isLate.TrySetResult();
            return Interlocked.Increment(ref looks) == 1 ? goesOn.Task : Task.CompletedTask;
        };
        _cluster.Storage.OnErase = _ => Interlocked.Increment(ref erased) == 1 ? Task.CompletedTask : erasesOn.Task;

        // The first looks while the other has erased one of three; then its own part comes.
        var receipt = await Request("viewer");
        await isLate.Task;
        await cut.Silos.Client.GetGrain<IEraser>(0).Wake();
        await Deadline.UntilAsync(() => Volatile.Read(ref erased) == all.Length && _cluster.Storage.RecordsWith("viewer").Count(static name => name.StartsWith("start ", StringComparison.Ordinal)) == 2);
        goesOn.SetResult();
        await Deadline.UntilAsync(() => Volatile.Read(ref _cluster.Storage.Conflicts) > 0);
        erasesOn.SetResult();
        await Deadline.UntilAsync(async () => await Read(receipt.Id) is { Phase: ErasurePhase.Done });

        Assert.Equal(all.Order(), _sinks.Erased.SelectMany(static told => told.SessionIds).Distinct().Order());
        Assert.Equal(3, (await Eraser.Read(receipt.Id))!.OpenSessions);
        Assert.DoesNotContain(_cluster.Storage.RecordsWith(all[0]), static name => name.Contains("erasure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("café", """caf\u00e9""")]
    [InlineData("café", """c\u0061f\u00E9""")]
    [InlineData("a/b", """a\/b""")]
    public async Task An_id_that_is_only_in_the_body_and_with_escapes_is_found_in_starts(string viewer, string written)
    {
        var (gone, other) = (Sample.NewId(), Sample.NewId());
        foreach (var (id, text) in ((string, string)[])[(gone, written), (other, written + "x")])
        {
            var body = Encoding.UTF8.GetBytes("""{"eventType":"sessionStart","params":{"visitor.customerIDs":{"crm":{"id":"*"}}}}""".Replace("*", text, StringComparison.Ordinal));
            await _cluster.Session(id).Start(StartOf("someone") with { Body = body });
        }

        var receipt = await Done(viewer);

        Assert.Equal((1L, 0L), (receipt.OpenSessions, receipt.Unreadable));
        Assert.Null(await _cluster.Session(gone).Read());
        Assert.NotNull(await _cluster.Session(other).Read());
    }

    [Fact]
    public async Task A_report_that_the_store_no_longer_connects_to_its_session_is_erased_with_it()
    {
        // Its report has not the id either, as that of an Edge client.
        var id = Sample.NewId();
        await _cluster.Session(id).SubmitDownloaded(StartOf("someone") with { VisitorId = "viewer" }, [Sample.Event(PlayerEventType.Play, 2)]);
        var other = await Download("other");
        _cluster.Storage.Unmarked.Add(id);

        var receipt = await Done("viewer");

        Assert.Equal((1L, 1L), (receipt.ClosedSessions, receipt.Reports));
        Assert.Equal([other], (await _cluster.Storage.ReadAsync(null, 10)).Select(static entry => entry.SessionId));
    }

    [Fact]
    public async Task A_look_that_the_store_cancels_is_an_error_in_the_receipt_and_tried_again()
    {
        var id = await Open("viewer");
        _cluster.Storage.OnFindStarts = static () => throw new OperationCanceledException("the connection was closed");
        var receipt = await Request("viewer");
        await Deadline.UntilAsync(async () => (await Eraser.Read(receipt.Id))!.Error is not null);
        Assert.Equal("the connection was closed", (await Eraser.Read(receipt.Id))!.Error);

        _cluster.Storage.OnFindStarts = static () => Task.CompletedTask;
        await Deadline.UntilAsync(async () => await Read(receipt.Id) is { Phase: ErasurePhase.Done });
        Assert.Null(await _cluster.Session(id).Read());
    }

    [Fact]
    public async Task The_files_are_searched_for_the_id_as_text_and_as_JSON_may_write_it()
    {
        await Done("Zoë \"1\"");
        await Done("a/b");

        Assert.Equal([["Zoë \"1\"", "Zo\\u00eb \\\"1\\\"", "Zo\\u00EB \\\"1\\\""], ["a/b", "a\\/b"]], _cluster.Storage.Forgotten);
    }

    private async Task<string> Open(string viewer, string? other = null)
    {
        var id = Sample.NewId();
        await _cluster.Session(id).Start(StartOf(viewer) with { OtherVisitorIds = other is null ? null : [other] });
        return id;
    }

    private async Task<string> Download(string viewer)
    {
        var id = Sample.NewId();
        await _cluster.Session(id).SubmitDownloaded(StartOf(viewer), [Sample.Event(PlayerEventType.Play, 2)]);
        return id;
    }

    private StartRequest StartOf(string viewer) => Sample.Start(_cluster.NowMs) with
    {
        VisitorId = viewer,
        Body = JsonSerializer.SerializeToUtf8Bytes(new { eventType = "sessionStart", @params = new Dictionary<string, string> { ["analytics.visitorId"] = viewer } }),
    };

    private async Task<ErasureReceipt> Done(string viewer)
    {
        var receipt = await Request(viewer);
        await Deadline.UntilAsync(async () => (receipt = (await Read(receipt.Id))!).Phase == ErasurePhase.Done);
        return receipt;
    }

    private async Task<ErasureReceipt> Request(string viewer) => (await Ask(viewer)).Receipt;

    /// <summary>As an operator does, who asks again if it is not known whether it was taken.</summary>
    private async Task<(ErasureReceipt Receipt, bool IsFirst)> Ask(string viewer)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return (await Eraser.Request(viewer), isFirst);
            }
            catch (StoreUnavailableException)
            {
                // Asked again.
            }
        }
    }

    private async Task<ErasureReceipt?> Read(string id)
    {
        await Task.Delay(5);
        try
        {
            return await Eraser.Read(id);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
