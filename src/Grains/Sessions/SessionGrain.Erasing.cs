namespace SessionGrains.Sessions;

/// <summary>Erasing a session.</summary>
internal sealed partial class SessionGrain : IErasableSession
{
    /// <summary>The erasure, under way or done: this activation takes nothing more, and goes. Null: none.</summary>
    private Task? _erasure;

    public Task EraseSession() => _erasure ??= EraseStored();

    private async Task EraseStored()
    {
        try
        {
            // What is being loaded would come back to memory, and what is being written to the store. Nothing new begins.
            await Task.WhenAny(_loading ?? Task.CompletedTask);
            await (_writer?.Settle() ?? Task.CompletedTask);
            await silo.Store.Erase(GrainContext.GrainId);
            Discard();
            _isIncompleteDownload = false;
            _presence.Forget();
        }
        finally
        {
            // If it failed, the next activation has the session as it is stored.
            DeactivateOnIdle();
        }
    }

    private async Task<bool> IsThereAfterErasure()
    {
        await _erasure!;
        return false;
    }
}
