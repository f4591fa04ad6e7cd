using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Webhooks;

namespace SessionGrains.Grains.Tests;

/// <summary>A request that a real receiver does not take holds up the others for a while, becomes a dead letter, and is sent again when an operator says so.</summary>
public sealed class DeadLetterTests : IAsyncLifetime, IExportSinks, IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(2);

    private readonly ExportOptions _options = new() { Kind = "Webhook", Window = TimeSpan.FromMinutes(1), MaxSessions = 6 };
    private readonly ConcurrentDictionary<string, bool> _poison = new();
    private WebhookReceiver _receiver = null!;
    private WebhookSink _sink = null!;
    private SessionCluster _cluster = null!;
    private int _status = 500;
    private string? _retryAfter;

    public IReadOnlyDictionary<string, ExportOptions> All => new Dictionary<string, ExportOptions> { ["hook"] = _options };

    private IExporter Exporter => _cluster.Silos.Client.GetGrain<IExporter>("hook");

    /// <summary>Ids that the receiver has taken, as often as it has.</summary>
    private string[] Taken => [.. _receiver.Requests.Where(request => !request.EventIds.Any(IsPoison)).SelectMany(static request => request.EventIds).OfType<string>()];

    public IExportSink Open(string name) => _sink;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _receiver.Answer = (_, context) =>
        {
            if (_receiver.Requests[^1].EventIds.Any(IsPoison))
            {
                context.Response.StatusCode = _status;
                context.Response.Headers.RetryAfter = _retryAfter;
            }

            return Task.CompletedTask;
        };
        Renew();
        _cluster = await SessionCluster.Start(silos: 2, sinks: this);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose() => _sink.Dispose();

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(413)]
    public async Task A_request_that_is_refused_for_so_long_becomes_a_dead_letter_and_the_others_go_on(int status)
    {
        _status = status;
        var ids = await Close(10);
        _poison[ids[2]] = true;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        Assert.Equal(ids[..2], Taken);

        // Restarts of server and exporter do not prolong it.
        _cluster.Pass(GiveUpAfter - TimeSpan.FromMinutes(5));
        await Collect();
        Renew();
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        Assert.Equal((0, 0L), ((await Exporter.Read()).DeadLetters, (await Exporter.Read()).Sessions));

        _cluster.Pass(TimeSpan.FromMinutes(6));
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 10);

        var state = await Exporter.Read();
        Assert.Equal((2, false, null, ExportState.Waiting), (state.DeadLetters, state.IsResending, state.Error, state.State));
        Assert.Contains($"answered {status}", state.DeadLetterReason, StringComparison.Ordinal);
        Assert.Equal(ids.Except(ids[2..4]).Order(), Taken.Distinct().Order());
    }

    [Fact]
    public async Task A_window_that_loses_a_session_while_requests_are_given_up_goes_on_all_the_same()
    {
        var ids = await Close(10);
        _poison[ids[2]] = _poison[ids[8]] = true;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        _cluster.Pass(GiveUpAfter + TimeSpan.FromMinutes(1));
        await WakeUntil(async () => (await Exporter.Read()).DeadLetters == 2);
        await _cluster.Storage.EraseAsync(ids[5]);

        for (var round = 0; (await Exporter.Read()).Sessions < 10; round++)
        {
            Assert.True(round < 10, "it starts over for ever");
            _cluster.Pass(GiveUpAfter + TimeSpan.FromMinutes(1));
            for (var i = 0; i < 20; i++)
            {
                await Exporter.Wake();
                await Task.Delay(10);
            }
        }

        var refused = _receiver.Requests.Where(request => request.EventIds.Any(IsPoison)).SelectMany(static request => request.EventIds).OfType<string>().ToHashSet();
        Assert.Equal(ids.Except(refused).Except([ids[5]]).Order(), Taken.Distinct().Except(refused).Except([ids[5]]).Order());
        Assert.InRange((await Exporter.Read()).DeadLetters, 2, 4);
    }

    [Fact]
    public async Task Dead_letters_are_sent_again_with_the_same_ids_also_by_another_process()
    {
        var ids = await GiveUp(10, 2, 8);
        var refused = _receiver.Requests.Where(request => request.EventIds.Any(IsPoison)).Select(static request => request.Id).ToHashSet();
        Assert.Equal(4, (await Exporter.Read()).DeadLetters);
        await Collect();
        Renew();
        _poison.Clear();
        var before = _receiver.Requests.Count;

        await Exporter.Resend();
        await WakeUntil(async () => (await Exporter.Read()) is { DeadLetters: 0, IsResending: false, DeadLetterReason: null });

        var resent = _receiver.Requests.Skip(before).ToArray();
        Assert.Equal([ids[2], ids[3], ids[8], ids[9]], resent.SelectMany(static request => request.EventIds));
        Assert.Equal(refused.Order(), resent.Select(static request => request.Id).Order());
        Assert.Equal(ids.Order(), Taken.Distinct().Order());
        Assert.Equal(10, (await Exporter.Read()).Sessions);
    }

    [Fact]
    public async Task A_dead_letter_that_is_refused_again_stays_one_and_holds_up_nobody()
    {
        var ids = await GiveUp(10, 2, 8);

        await Exporter.Resend();
        await WakeUntil(async () => !(await Exporter.Read()).IsResending);
        var status = await Exporter.Read();
        Assert.Equal(4, status.DeadLetters);

        var more = await Close(6);
        _cluster.Pass(TimeSpan.FromMinutes(2));
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 16);
        Assert.Subset(Taken.ToHashSet(), more.ToHashSet());
        Assert.DoesNotContain(ids[2], Taken);
    }

    [Fact]
    public async Task A_paused_sink_sends_dead_letters_again_when_it_is_resumed()
    {
        await GiveUp(6, 2);
        _poison.Clear();
        await Exporter.SetPaused(true);
        var before = _receiver.Requests.Count;

        Assert.True((await Exporter.Resend()).IsResending);
        await Exporter.Wake();
        await Collect();
        Assert.Equal((before, true), (_receiver.Requests.Count, (await Exporter.Read()).IsResending));

        await Exporter.SetPaused(false);
        await WakeUntil(async () => (await Exporter.Read()).DeadLetters == 0);
        Assert.Equal(before + 1, _receiver.Requests.Count);
    }

    [Fact]
    public async Task Dead_letters_end_with_their_reports()
    {
        await GiveUp(10, 2, 8);
        _cluster.Storage.Expired = 6;
        _cluster.Pass(TimeSpan.FromHours(1));

        await WakeUntil(async () => (await Exporter.Read()).DeadLetters == 2);
    }

    [Fact]
    public async Task A_rewind_before_a_dead_letter_sends_it_again_with_the_others()
    {
        var ids = await GiveUp(10, 8);
        _poison.Clear();
        var before = _receiver.Requests.Count;

        await Exporter.Rewind(new("6"));
        _cluster.Pass(_options.Window);
        await WakeUntil(async () => (await Exporter.Read()) is { Sessions: 10, DeadLetters: 0 });

        Assert.Equal(ids[6..], _receiver.Requests.Skip(before).SelectMany(static request => request.EventIds));
    }

    [Fact]
    public async Task A_receiver_that_asks_for_a_pause_gets_it_but_an_hour_at_most()
    {
        _retryAfter = "600";
        var ids = await Close(6);
        _poison[ids[0]] = true;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        Assert.Single(_receiver.Requests);

        _cluster.Pass(TimeSpan.FromSeconds(595));
        for (var i = 0; i < 5; i++)
            await Exporter.Wake();
        Assert.Single(_receiver.Requests);
        _retryAfter = "86400";
        _cluster.Pass(TimeSpan.FromSeconds(10));
        await WakeUntil(() => Task.FromResult(_receiver.Requests.Count == 2));
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);

        _poison.Clear();
        _cluster.Pass(TimeSpan.FromMinutes(59));
        for (var i = 0; i < 5; i++)
            await Exporter.Wake();
        Assert.Equal(2, _receiver.Requests.Count);
        _cluster.Pass(TimeSpan.FromMinutes(2));
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 6);
    }

    [Fact]
    public void The_list_joins_what_follows_in_a_window_and_cuts_long_reasons()
    {
        var window = new ExportClaim(null, "9", 1, 9, 1);
        var letters = DeadLetter.Add([], DeadLetter.From(window, Failure(1, 2), 9, 1));
        letters = DeadLetter.Add(letters, DeadLetter.From(window with { Epoch = 2 }, Failure(3, 2), 9, 2));
        letters = DeadLetter.Add(letters, DeadLetter.From(window, Failure(7, 2), 9, 3));
        letters = DeadLetter.Add(letters, DeadLetter.From(window with { After = "9", Until = "18", First = 10 }, Failure(10, 2), 9, 4));

        Assert.Equal([(0, 4), (6, 2), (0, 2)], letters.Select(static letter => (letter.Skip, letter.Count)));
        Assert.All(letters, static letter => Assert.Equal(301, letter.Reason.Length));

        static FailedRequestException Failure(long first, int count) => new(new('x', 1000)) { First = first, Count = count, GiveUpAfter = GiveUpAfter };
    }

    /// <summary>Closes sessions, of which the requests that begin with some become dead letters; their ids.</summary>
    private async Task<string[]> GiveUp(int count, params int[] poison)
    {
        var ids = await Close(count);
        foreach (var i in poison)
            _poison[ids[i]] = true;
        await SessionCluster.Until(async () =>
        {
            await Exporter.Wake();
            if ((await Exporter.Read()).Sessions == count)
                return true;

            _cluster.Pass(TimeSpan.FromMinutes(1));
            return false;
        });
        return ids;
    }

    /// <summary>As a new process has it.</summary>
    private void Renew()
    {
        var before = _sink;
        _sink = new(WebhookSettings.Of("hook", new() { Url = _receiver.Url.ToString(), Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", MaxBatch = 2, GiveUpAfter = GiveUpAfter }), "cluster", TimeProvider.System);
        before?.Dispose();
    }

    private bool IsPoison(string? id) => id is not null && _poison.ContainsKey(id);

    private async Task<string[]> Close(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(static _ => Sample.NewId()).Order(StringComparer.Ordinal)];
        foreach (var id in ids)
            await _cluster.Session(id).SubmitDownloaded(Sample.Start(1), [Sample.Event(PlayerEventType.Play, 2)]);
        return ids;
    }

    private Task WakeUntil(Func<Task<bool>> condition) => SessionCluster.Until(async () =>
    {
        await Exporter.Wake();
        return await condition();
    });

    private Task Collect() => _cluster.Deactivate(Exporter.GetGrainId());
}
