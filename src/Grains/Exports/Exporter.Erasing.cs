namespace SessionGrains.Exports;

/// <summary>Having the sink erase sessions.</summary>
internal sealed partial class Exporter
{
    /// <summary>How long an erasure waits for the end of the window that is leaving before it interrupts it.</summary>
    private static readonly TimeSpan ErasurePatience = TimeSpan.FromMinutes(1);

    /// <summary>Between two windows: what the next one reads of the report log has no erased session.</summary>
    public async Task<string?> EraseSessions(ErasedSessions sessions)
    {
        await _pausing.WaitAsync();
        try
        {
            _isChanging = true;
            if (_claims.Record.IsPaused)
            {
                return "It is paused: resume it, or remove it from the configuration.";
            }

            if (_claims.Record.Rewind is not null)
            {
                return "It is going back to an earlier place.";
            }

            // A window that would be interrupted with each try might never leave.
            await Task.WhenAny(_running, Task.Delay(ErasurePatience, _ending.Token));
            await Interrupt();

            await sinks.Open(Name).EraseAsync(sessions, _ending.Token);
            return null;
        }
        catch (SinkGoneException failure)
        {
            await _claims.WriteAsync(_claims.Record.Paused(failure.Message, NowMs));
            return failure.Message;
        }
        catch (Exception failure)
        {
            instruments.RecordFailure(Name);
            return failure.Message;
        }
        finally
        {
            _isChanging = false;
            _pausing.Release();
            StartIfDue();
        }
    }
}
