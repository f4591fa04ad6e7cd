using System.Runtime.CompilerServices;

namespace SessionGrains.Viewers;

/// <summary>One run of a crowd, from the first request to the exit code.</summary>
internal sealed class CrowdRun(CrowdOptions options, IProgressDisplay display, TextWriter output, TextWriter errors, TimeProvider time)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>How the playing ended.</summary>
    private enum Ending
    {
        InTime,
        Interrupted,
        Hopeless,
    }

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken interrupted)
    {
        using var server = new TrackingServer([options.BaseUrl], options.Patience, options.Key, options.Connections);
        if (await Preflight.FindFaultAsync(server, options, interrupted) is { } fault)
        {
            await errors.WriteLineAsync($"viewers: {(interrupted.IsCancellationRequested ? "ended before it began." : fault)}");
            return interrupted.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.ServerFailed;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{options.Viewers:N0} viewers of {options.Titles} titles ({options.Mix.ToString().ToLowerInvariant()}, {options.Door.Name}, seed {options.Seed}) come to {options.BaseUrl.OriginalString.TrimEnd('/')} within {DurationText.Text(options.Ramp)} and stay until {DurationText.Text(options.Duration)}."));
        using var stopping = new CancellationTokenSource();
        var audience = new Audience(options, server, time, stopping.Token);
        var live = options.Alone ? await LiveWatch.BeginAsync(server, audience, interrupted) : null;
        var ending = await PlayAsync(audience, live, stopping, interrupted);
        return await new Closing(options, server, audience, live, output, errors).CloseAsync(ending == Ending.Hopeless, ending == Ending.Interrupted);
    }

    private async Task<Ending> PlayAsync(Audience audience, LiveWatch? live, CancellationTokenSource stopping, CancellationToken interrupted)
    {
        using var noMoreFigures = new CancellationTokenSource();
        var showing = display.ShowAsync(FiguresAsync(audience, noMoreFigures.Token));
        audience.Come();
        var turns = audience.Schedule.RunAsync(stopping.Token);
        audience.Sends(turns);
        var ending = await WaitAsync(audience, live, interrupted);
        if (live is not null && ending == Ending.InTime)
            await live.CompareAsync(interrupted);

        if (ending != Ending.Hopeless)
            await GoHomeAsync(audience, stopping);

        await stopping.CancelAsync();
        await turns;
        await noMoreFigures.CancelAsync();
        await showing;
        return ending;
    }

    private async Task<Ending> WaitAsync(Audience audience, LiveWatch? live, CancellationToken interrupted)
    {
        while (audience.Clock.Elapsed < options.Duration)
        {
            if (interrupted.IsCancellationRequested)
                return Ending.Interrupted;

            if (audience.Answers.SinceSuccess >= options.HopelessAfter && audience.Answers.FailuresSinceSuccess >= 3)
                return Ending.Hopeless;

            live?.Remember();
            await Task.WhenAny(Task.Delay(Glance, time, CancellationToken.None), audience.Broken);
            if (audience.Broken.IsFaulted)
                await audience.Broken;
        }

        return Ending.InTime;
    }

    /// <summary>All players get time to receive the answers to their last events, up to three times their patience.</summary>
    private async Task GoHomeAsync(Audience audience, CancellationTokenSource stopping)
    {
        var within = options.Ramp < TimeSpan.FromSeconds(5) ? options.Ramp : TimeSpan.FromSeconds(5);
        stopping.CancelAfter(within + (options.Patience * 3));
        try
        {
            await audience.GoHomeAsync(within);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("viewers: some could not say goodbye, their answers took too long.");
        }
    }

    private async IAsyncEnumerable<Figures> FiguresAsync(Audience audience, [EnumeratorCancellation] CancellationToken ended)
    {
        var taker = new FigureTaker(audience);
        using var ticks = new PeriodicTimer(display.Every, time);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await ticks.WaitForNextTickAsync(ended);
            }
            catch (OperationCanceledException)
            {
                // The last figures are those at the end.
            }

            yield return taker.Take();
        }
    }
}
