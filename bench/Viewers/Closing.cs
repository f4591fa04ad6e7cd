namespace SessionGrains.Viewers;

/// <summary>The end of a run: shows the figures, compares the sessions with the server and chooses the exit code.</summary>
internal sealed class Closing(CrowdOptions options, TrackingServer server, Audience audience, LiveWatch? live, TextWriter output, TextWriter errors)
{
    private const int LinesShown = 20;

    /// <summary>Time limit for reading sessions back.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public async Task<int> CloseAsync(bool isHopeless, bool isInterrupted)
    {
        await ShowFiguresAsync();
        if (isHopeless)
        {
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"viewers: gave up, nothing was answered with 2xx for {audience.Answers.SinceSuccess.TotalSeconds:0} s. {Reasons()}"));
            return ExitCode.ServerFailed;
        }

        var isDifferent = false;
        var isUnreadable = false;
        using var longest = new CancellationTokenSource(Longest);
        if (options.Sample > 0)
            (isDifferent, isUnreadable) = await CompareSessionsAsync(longest.Token);

        if (options.Alone)
            isDifferent |= await CompareLiveAsync(longest.Token);

        if (audience.Answers.Failures > 0)
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"viewers: {audience.Answers.Failures:N0} requests were not answered with 2xx. {Reasons()}"));

        return isDifferent ? ExitCode.Different
            : isUnreadable || audience.Answers.Failures > 0 ? ExitCode.ServerFailed
            : isInterrupted ? ExitCode.Interrupted
            : ExitCode.AsSent;
    }

    private async Task ShowFiguresAsync()
    {
        var figures = new FigureTaker(audience).Take();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"In {FigureText.Clock(figures.Elapsed)} {figures.Answered:N0} requests, {figures.PerSecond:N0} a second: {FigureText.Codes(figures.ByCode)}. Answered in {FigureText.Times(figures.All)}, {FigureText.Ms(figures.All.Max)} at most."));
    }

    private async Task<(bool IsDifferent, bool IsUnreadable)> CompareSessionsAsync(CancellationToken cancellationToken)
    {
        Ledger ledger;
        try
        {
            ledger = await new Reconciler(server).CompareAsync(audience.SampledSessions, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync($"viewers: reading the sample back took longer than {DurationText.Text(Longest)}.");
            return (false, true);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Read back {audience.SampledSessions.Count:N0} sessions of {Math.Min(options.Sample, options.Viewers):N0} viewers: {ledger.Of(Verdict.Same):N0} as sent, {ledger.Of(Verdict.Different):N0} different, {ledger.Of(Verdict.NotComparable):N0} not comparable (an event came too late or was never answered){Findings(ledger)}."));
        await ShowAsync(ledger.Complaints);
        await ShowAsync(ledger.Unreadable);
        return (ledger.Complaints.Count > 0, ledger.Unreadable.Count > 0);
    }

    private async Task<bool> CompareLiveAsync(CancellationToken cancellationToken)
    {
        if (live is null)
        {
            await output.WriteLineAsync("Live counts: this server has none.");
            return false;
        }

        await live.CompareAtTheEndAsync(cancellationToken);
        if (live.Middle is { } middle)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Live counts at the end of the playing: {middle.Open:N0} open, {middle.Viewers:N0} viewers."));

        if (live.End is { } end)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Live counts after all had gone: {end.Open:N0} open (who left without a word), {live.Differences.Count} counts outside of what was sent."));

        await ShowAsync(live.Differences);
        return live.Differences.Count > 0;
    }

    private async Task ShowAsync(IReadOnlyCollection<string> lines)
    {
        foreach (var line in lines.Take(LinesShown))
            await errors.WriteLineAsync($"viewers: {line}");

        if (lines.Count > LinesShown)
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"viewers: and {lines.Count - LinesShown:N0} more."));
    }

    private static string Findings(Ledger ledger) => ledger.Findings.Any() ? $"; findings: {string.Join(", ", ledger.Findings.Select(static one => $"{one.Code} {one.Sessions}"))}" : "";

    private string Reasons() => string.Join(" ", audience.Answers.ByCode().Where(static one => !Answer.Succeeds(one.Code)).Select(one =>
        string.Create(CultureInfo.InvariantCulture, $"{FigureText.Name(one.Code)}: {one.Count:N0} ({Preflight.Short(audience.Answers.FirstText(one.Code))}).")));
}
