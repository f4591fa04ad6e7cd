using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Tables;
using SessionGrains.Silo.Exports.Webhooks;

namespace SessionGrains.Grains.Tests;

/// <summary>Windows arrive at a real HTTP receiver, signed, and again until it has taken them.</summary>
public sealed class WebhookSinkTests : IAsyncLifetime
{
    private static readonly string Secret = NewSecret(32);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_123_456));
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Sessions_arrive_as_events_with_the_columns_of_the_tables()
    {
        var window = Window(41, Sample.Report("41"), Sample.Report("42", """{"params":{"media.id":"f","media.name":"Größe 😀 <\"&'>","media.x":"y"},"customMetadata":{"k":"v"}}"""));

        await Send(window);

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal(("POST", "/sessions?token=t0ken", "application/cloudevents-batch+json; charset=utf-8"), (request.Method, request.Path, request.Headers["Content-Type"]));
        Assert.Equal(window.Reports.Select(static report => report.Session.SessionId), request.EventIds);
        foreach (var (received, report) in request.Events.Zip(window.Reports))
        {
            Assert.Equal(["specversion", "id", "source", "type", "time", "subject", "datacontenttype", "data"], received.EnumerateObject().Select(static member => member.Name));
            Assert.Equal("1.0", received.GetProperty("specversion").GetString());
            Assert.Equal("/clusters/my%20cluster/exports/hook", received.GetProperty("source").GetString());
            Assert.Equal("sessiongrains.session.closed", received.GetProperty("type").GetString());
            Assert.Equal("2025-11-24T16:00:30.000Z", received.GetProperty("time").GetString());
            Assert.Equal(report.Session.SessionId, received.GetProperty("subject").GetString());
            Assert.Equal("application/json", received.GetProperty("datacontenttype").GetString());

            var session = ExportedSession.Of(report);
            Assert.Equal(Assert.Single(await Lines(SessionsTable.Columns, session)), received.GetProperty("data").GetProperty("session").GetRawText());
            Assert.Equal(
                await Lines(RowsTable.Columns, [.. session.Rows.Select(row => new ExportedRow(session, row))]),
                received.GetProperty("data").GetProperty("rows").EnumerateArray().Select(static row => row.GetRawText()));
        }

        // Not by the program's own writer.
        var data = JsonNode.Parse(request.Body)![1]!["data"]!;
        Assert.Equal("Größe 😀 <\"&'>", (string?)data["session"]!["media_name"]);
        Assert.Equal(20.5, (double)data["session"]!["content_time_spent"]!);
        Assert.Equal("y", (string?)data["session"]!["params"]!["media.x"]);
        Assert.Equal(["sessionStart", "adStart", "adEnd", "sessionEnd"], data["rows"]!.AsArray().Select(static row => (string?)row!["kind"]));
    }

    [Fact]
    public async Task Erased_sessions_are_events_with_ids_of_their_own_and_the_same_when_they_come_again()
    {
        var ids = Enumerable.Range(0, 250).Select(static _ => Sample.NewId()).ToArray();
        using var sink = new WebhookSink(WebhookSettings.Of("hook", new() { Url = _receiver.Url.ToString(), Secret = Secret }), "my cluster", _time);
        await sink.EraseAsync(new("hook", "erasure-0001", ids, 1_764_000_030_000), default);
        await sink.EraseAsync(new("hook", "erasure-0001", ids, 1_764_000_030_000), default);

        Assert.Equal([100, 100, 50, 100, 100, 50], _receiver.Requests.Select(static request => request.Events.Length));
        Assert.Equal(ids.Select(static id => id + "-erased"), _receiver.Requests.Take(3).SelectMany(static request => request.EventIds));
        Assert.Equal(_receiver.Requests.Take(3).Select(static request => request.Id), _receiver.Requests.Skip(3).Select(static request => request.Id));
        Assert.Equal(3, _receiver.Requests.Select(static request => request.Id).Distinct().Count());
        Assert.Equal(
            $$"""{"specversion":"1.0","id":"{{ids[0]}}-erased","source":"/clusters/my%20cluster/exports/hook","type":"sessiongrains.session.erased","time":"2025-11-24T16:00:30.000Z","subject":"{{ids[0]}}"}""",
            _receiver.Requests[0].Events[0].GetRawText());
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_is_an_event_that_says_so()
    {
        var id = Sample.NewId();
        await Send(Window(7, SessionReport.Unreadable("7", null, "too-large"), SessionReport.Unreadable("8", id, "damaged"), Sample.Report("9", "not json")));

        var events = JsonNode.Parse(Assert.Single(_receiver.Requests).Body)!.AsArray();
        Assert.All(events, static one => Assert.Equal("sessiongrains.report.unreadable", (string?)one!["type"]));
        Assert.Equal(["7", id], events.Take(2).Select(static one => (string?)one!["id"]));
        Assert.Equal([null, id], events.Take(2).Select(static one => (string?)one!["subject"]));
        Assert.Equal("""{"session":{"error":"too-large"},"rows":[]}""", events[0]!["data"]!.ToJsonString());
        Assert.Equal($$"""{"session":{"session_id":"{{id}}","error":"damaged"},"rows":[]}""", events[1]!["data"]!.ToJsonString());
        Assert.Equal("not-presentable", (string?)events[2]!["data"]!["session"]!["error"]);
        Assert.All(events, static one => Assert.Null(one!["time"]));
    }

    [Fact]
    public async Task Requests_are_signed_with_the_secret_and_the_one_before_it()
    {
        var previous = NewSecret(64);
        await Send(Window(1, Sample.Report("1")), new() { PreviousSecret = previous });

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal("1764000123", request.Headers["webhook-timestamp"]);
        Assert.Equal($"{SignatureOf(request, Secret)} {SignatureOf(request, previous)}", request.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Without_a_previous_secret_there_is_one_signature()
    {
        await Send(Window(1, Sample.Report("1")));

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal(SignatureOf(request, Secret), request.Headers["webhook-signature"]);
    }

    /// <summary>The example of the libraries for receivers.</summary>
    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks()
    {
        Assert.True(WebhookSigner.TryReadKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var key));
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            new WebhookSigner([key]).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8));
    }

    [Fact]
    public async Task A_window_leaves_in_requests_of_so_many_sessions()
    {
        var window = Window(1, [.. Enumerable.Range(1, 7).Select(static i => Sample.Report($"{i}"))]);

        await Send(window, new() { MaxBatch = 3 });

        Assert.Equal([3, 3, 1], _receiver.Requests.Select(static request => request.Events.Length));
        Assert.Equal(window.Reports.Select(static report => report.Session.SessionId), _receiver.Requests.SelectMany(static request => request.EventIds));
        Assert.Equal(["hook-1-3-", "hook-4-6-", "hook-7-7-"], _receiver.Requests.Select(static request => request.Id[..9]));
    }

    [Fact]
    public async Task A_request_has_a_mebibyte_at_most_unless_one_session_has_more()
    {
        var (large, small) = (StartBody(400_000), StartBody(100));
        await Send(Window(1, Sample.Report("1", large), Sample.Report("2", large), Sample.Report("3", large), Sample.Report("4", StartBody(1_500_000)), Sample.Report("5", small)));

        Assert.Equal([2, 1, 1, 1], _receiver.Requests.Select(static request => request.Events.Length));
        Assert.All(_receiver.Requests.Where(static request => request.Events.Length > 1), static request => Assert.InRange(request.Body.Length, 1, 1 << 20));

        static string StartBody(int length) => "{\"customMetadata\":{\"k\":\"" + new string('x', length) + "\"}}";
    }

    [Fact]
    public async Task A_repeat_goes_on_with_the_batch_that_was_refused_and_its_id()
    {
        var window = Window(11, [.. Enumerable.Range(11, 6).Select(static i => Sample.Report($"{i}"))]);
        using var sink = Sink(new() { MaxBatch = 2 });
        _receiver.Answer = static (number, context) => Status(context, number == 2 ? 500 : 204);

        var refusal = await Assert.ThrowsAsync<FailedRequestException>(() => sink.WriteAsync(window, default));
        Assert.Contains("answered 500", refusal.Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        await sink.WriteAsync(window with { Claim = window.Claim with { Epoch = 2 } }, default);

        Assert.Equal(4, _receiver.Requests.Count);
        var (refused, repeated) = (_receiver.Requests[1], _receiver.Requests[2]);
        Assert.Equal(refused.Id, repeated.Id);
        Assert.Equal(refused.Body, repeated.Body);
        Assert.NotEqual(refused.Headers["webhook-timestamp"], repeated.Headers["webhook-timestamp"]);
        Assert.Equal(SignatureOf(repeated, Secret), repeated.Headers["webhook-signature"]);
        Assert.Equal(window.Reports.Select(static report => report.Session.SessionId), _receiver.Requests.Where(request => request != refused).SelectMany(static request => request.EventIds));
    }

    [Fact]
    public async Task Another_process_repeats_the_whole_window_with_the_same_ids()
    {
        var window = Window(1, [.. Enumerable.Range(1, 4).Select(static i => Sample.Report($"{i}"))]);

        await Send(window, new() { MaxBatch = 2 });
        await Send(window, new() { MaxBatch = 2 });

        Assert.Equal(4, _receiver.Requests.Count);
        Assert.Equal(_receiver.Requests.Take(2).Select(static request => request.Id), _receiver.Requests.Skip(2).Select(static request => request.Id));
    }

    [Fact]
    public async Task After_a_rewind_the_same_window_is_sent_again_with_the_same_ids_by_the_same_process_too()
    {
        var window = Window(1, [.. Enumerable.Range(1, 4).Select(static i => Sample.Report($"{i}"))]);
        using var sink = Sink(new() { MaxBatch = 2 });
        await sink.WriteAsync(window, default);
        await sink.TakeBackAsync("hook", new(null, 0, 2), default);

        await sink.WriteAsync(window with { Rewinds = 1 }, default);

        Assert.Equal(4, _receiver.Requests.Count);
        Assert.Equal(_receiver.Requests.Take(2).Select(static request => request.Id), _receiver.Requests.Skip(2).Select(static request => request.Id));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 24 Nov 2025 16:12:03 GMT", 600)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task A_failure_says_which_sessions_it_is_about_and_when_the_receiver_wants_them_again(string? retryAfter, int? seconds)
    {
        using var sink = Sink(new() { MaxBatch = 2, GiveUpAfter = TimeSpan.FromHours(5) });
        _receiver.Answer = (number, context) =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return Status(context, number == 2 ? 429 : 204);
        };

        var failure = await Assert.ThrowsAsync<FailedRequestException>(() => sink.WriteAsync(Window(11, [.. Enumerable.Range(11, 6).Select(static i => Sample.Report($"{i}"))]), default));

        Assert.Equal((13L, 2, TimeSpan.FromHours(5)), (failure.First, failure.Count, failure.GiveUpAfter));
        Assert.Equal(seconds, failure.RetryAfter is { } wish ? (int)Math.Ceiling(wish.TotalSeconds) : null);
    }

    [Fact]
    public async Task Exporters_that_send_at_once_or_too_late_send_the_same_events()
    {
        ExportWindow[] windows = [.. Enumerable.Range(0, 4).Select(static i => Window((i * 4) + 1, [.. Enumerable.Range(1, 4).Select(j => Sample.Report($"{(i * 4) + j}"))]))];

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            using var sink = Sink(new() { MaxBatch = 2 });
            foreach (var window in windows)
                await sink.WriteAsync(window, default);
        })));
        await Send(windows[0], new() { MaxBatch = 2 });

        Assert.All(_receiver.Requests.GroupBy(static request => request.Id), static same => Assert.Single(same.Select(static request => Encoding.UTF8.GetString(request.Body)).Distinct()));
        Assert.Equal(
            windows.SelectMany(static window => window.Reports).Select(static report => report.Session.SessionId).Order(StringComparer.Ordinal),
            _receiver.Requests.SelectMany(static request => request.EventIds).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_next_window_begins_with_its_first_session()
    {
        using var sink = Sink();
        await sink.WriteAsync(Window(1, Sample.Report("1"), Sample.Report("2")), default);
        await sink.WriteAsync(Window(3, Sample.Report("3")), default);

        Assert.Equal([2, 1], _receiver.Requests.Select(static request => request.Events.Length));
    }

    [Fact]
    public async Task A_window_that_has_lost_reports_meanwhile_is_sent_anew_under_other_ids()
    {
        SessionReport[] reports = [.. Enumerable.Range(1, 4).Select(static i => Sample.Report($"{i}"))];
        using var sink = Sink(new() { MaxBatch = 2 });
        _receiver.Answer = static (number, context) => Status(context, number == 2 ? 503 : 200);
        await Assert.ThrowsAsync<FailedRequestException>(() => sink.WriteAsync(Window(1, reports), default));

        await sink.WriteAsync(Window(1, reports) with { Reports = reports[1..] }, default);

        Assert.Equal(reports[1..].Select(static report => report.Session.SessionId), _receiver.Requests.Skip(2).SelectMany(static request => request.EventIds));
        Assert.Equal(4, _receiver.Requests.Select(static request => request.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_2xx_is_taken(int status)
    {
        _receiver.Answer = (_, context) => Status(context, status);
        await Send(Window(1, Sample.Report("1")));
        Assert.Single(_receiver.Requests);
    }

    [Theory]
    [InlineData(304, "answered 304: redirects are not followed; set Exports:hook:Url to the final address")]
    [InlineData(400, "answered 400: its log should say what it refuses")]
    [InlineData(401, "answered 401: see whether it knows Exports:hook:Secret")]
    [InlineData(404, "answered 404: see whether Exports:hook:Url is right")]
    [InlineData(413, "set Exports:hook:MaxBatch lower")]
    [InlineData(429, "answered 429: see whether it is well")]
    [InlineData(503, "answered 503: see whether it is well")]
    public async Task What_is_not_2xx_is_a_refusal_that_says_what_to_do(int status, string said)
    {
        _receiver.Answer = (_, context) => Status(context, status);
        Assert.Contains(said, await RefusalOf<FailedRequestException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await WebhookReceiver.StartAsync();
        _receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = other.Url.ToString();
            return Status(context, 301);
        };

        Assert.Contains($"answered 301 to {other.Url.GetLeftPart(UriPartial.Authority)}: redirects are not followed; set Exports:hook:Url to the final address", await RefusalOf<FailedRequestException>(), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task After_410_the_receiver_is_gone()
    {
        _receiver.Answer = static (_, context) => Status(context, 410);
        Assert.Contains("answered 410: it wants no more sessions", await RefusalOf<SinkGoneException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_waited_for_so_long()
    {
        using var sink = Sink(new() { Timeout = TimeSpan.FromSeconds(20) });
        var asked = new TaskCompletionSource();
        _receiver.Answer = (_, context) =>
        {
            asked.SetResult();
            return TinyServer.NeverAnswer(context);
        };
        var sending = sink.WriteAsync(Window(1, Sample.Report("1")), default);
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        var late = await Assert.ThrowsAsync<FailedRequestException>(() => sending.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("did not answer within 20 s", late.Message, StringComparison.Ordinal);
        Assert.Contains("Exports:hook:Timeout", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exporter_that_ends_does_not_wait()
    {
        using var sink = Sink();
        using var ending = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        _receiver.Answer = (_, context) =>
        {
            asked.SetResult();
            return TinyServer.NeverAnswer(context);
        };
        var sending = sink.WriteAsync(Window(1, Sample.Report("1")), ending.Token);
        await asked.Task;

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        var isOver = new TaskCompletionSource();
        _receiver.Answer = async (_, context) =>
        {
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(new byte[64 << 10], context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The client has hung up.
            }

            isOver.SetResult();
        };

        await Send(Window(1, Sample.Report("1")));
        await isOver.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_an_error_that_names_its_server_and_no_more_of_its_address()
    {
        await _receiver.DisposeAsync();

        var said = await RefusalOf<FailedRequestException>();
        Assert.Contains($"http://127.0.0.1:{_receiver.Url.Port} did not take the sessions (Connection refused", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_is_not_taken_for_an_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync();

        using var sink = Sink(new() { Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/" });
        var refusal = await Assert.ThrowsAsync<FailedRequestException>(() => sink.WriteAsync(Window(1, Sample.Report("1")), default));

        Assert.Contains("did not take the sessions", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1, 600);
        await answering;

        async Task AnswerAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string('#', 5000) + "\r\n\r\n"));
            client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    private static string NewSecret(int length) => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(length));

    /// <summary>As the specification has it.</summary>
    private static string SignatureOf(WebhookRequest request, string secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
        hash.AppendData(Encoding.ASCII.GetBytes(request.Headers["webhook-id"] + "." + request.Headers["webhook-timestamp"] + "."));
        hash.AppendData(request.Body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static ExportWindow Window(long first, params SessionReport[] reports) =>
        new("hook", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + reports.Length - 1}", first, reports.Length, 1), reports);

    private static async Task<string[]> Lines<TRow>(IReadOnlyList<ExportColumn<TRow>> columns, params IReadOnlyList<TRow> rows) =>
        Encoding.UTF8.GetString(await new NdjsonFormat().WriteAsync(columns, rows, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private WebhookSink Sink(WebhookSinkOptions? options = null)
    {
        options ??= new();
        options.Secret = Secret;
        options.Url = options.Url.Length > 0 ? options.Url : _receiver.Url.ToString();
        return new(WebhookSettings.Of("hook", options), "my cluster", _time);
    }

    private async Task Send(ExportWindow window, WebhookSinkOptions? options = null)
    {
        using var sink = Sink(options);
        await sink.WriteAsync(window, default);
    }

    /// <summary>What is said when the receiver does not take a session; it has no secret and no token.</summary>
    private async Task<string> RefusalOf<TException>()
        where TException : Exception
    {
        var refusal = await Assert.ThrowsAsync<TException>(() => Send(Window(1, Sample.Report("1"))));
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", refusal.ToString(), StringComparison.Ordinal);
        return refusal.Message;
    }
}
