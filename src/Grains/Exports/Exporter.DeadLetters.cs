using SessionGrains.Reports;

namespace SessionGrains.Exports;

/// <summary>Requests that a receiver does not take: given up in time, so that they do not hold up the others for ever, and sent again when an operator says so.</summary>
internal sealed partial class Exporter
{
    /// <summary>How often the exporter looks which dead letters have expired.</summary>
    private static readonly TimeSpan LooksAtDeadLetters = TimeSpan.FromHours(1);

    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;

    public async Task<ExportStatus> Resend()
    {
        await _pausing.WaitAsync();
        try
        {
            if (_claims.Record is { DeadLetters.Length: > 0, IsResending: false })
            {
                _isChanging = true;
                await Interrupt();
                await Stored(async () =>
                {
                    await _claims.WriteAsync(_claims.Record with { IsResending = true });
                    return true;
                });
                _notBefore = DateTimeOffset.MinValue;
            }
        }
        finally
        {
            _isChanging = false;
            _pausing.Release();
        }

        StartIfDue();
        return await Read();
    }

    /// <summary>Whether the failed request has become a dead letter, so that the window goes on without it.</summary>
    private async Task<bool> GiveUp(ExportWindow window, FailedRequestException failure)
    {
        var record = _claims.Record;
        if (record.Failing?.First != failure.First)
        {
            await _claims.WriteAsync(record with { Failing = new(failure.First, NowMs) });
            return false;
        }

        if (NowMs - record.Failing.SinceMs < failure.GiveUpAfter.TotalMilliseconds || record.DeadLetters.Length >= DeadLetter.Most)
        {
            return false;
        }

        var letter = DeadLetter.From(window.Claim, failure, window.Reports.Count, NowMs);
        await _claims.WriteAsync(record with { Failing = null, Passed = letter.Skip + letter.Count, PassedOf = letter.Of, DeadLetters = DeadLetter.Add(record.DeadLetters, letter) });
        LogGivenUp(Name, failure.First, failure.First + failure.Count - 1, failure.Message);
        return true;
    }

    /// <summary>Sends the oldest dead letter again. If that fails too, it stays one, and so do those after it: what waits is not held up.</summary>
    private async Task ResendOldest()
    {
        if (_claims.Record.DeadLetters is not [var oldest, .. var others])
        {
            await _claims.WriteAsync(_claims.Record with { IsResending = false });
            return;
        }

        try
        {
            await Send(WindowOf(oldest, await _claims.ReadAsync(oldest.Window)));
        }
        catch (FailedRequestException)
        {
            await _claims.WriteAsync(_claims.Record with { IsResending = false });
            throw;
        }

        await _claims.WriteAsync(_claims.Record with { DeadLetters = others, IsResending = others.Length > 0 });
        LogResent(Name, oldest.Window.First + oldest.Skip, oldest.Count);
    }

    /// <summary>If some reports of the window have gone since, the places of the others are not known: then all that are left are sent, and the receiver tells by ids which it has.</summary>
    private ExportWindow WindowOf(DeadLetter letter, IReadOnlyList<SessionReport> reports)
    {
        var isWhole = reports.Count == letter.Of;
        return new(Name, letter.Window, isWhole ? [.. reports.Take(letter.Skip + letter.Count)] : reports) { Skip = isWhole ? letter.Skip : 0, IsResent = true };
    }

    /// <summary>Dead letters live as long as their reports.</summary>
    private async Task DropExpired()
    {
        if (_claims.Record.DeadLetters.Length == 0 || time.GetUtcNow() < _nextLook)
        {
            return;
        }

        _nextLook = time.GetUtcNow() + LooksAtDeadLetters;
        var kept = new List<DeadLetter>();
        foreach (var letter in _claims.Record.DeadLetters)
        {
            if ((await log.CountAsync(letter.Window.After, letter.Window.Until, 1)).Count > 0)
            {
                kept.Add(letter);
            }
        }

        if (kept.Count < _claims.Record.DeadLetters.Length)
        {
            LogExpired(Name, _claims.Record.DeadLetters.Length - kept.Count);
            await _claims.WriteAsync(_claims.Record with { DeadLetters = [.. kept] });
        }
    }
}
