namespace SessionGrains.Sessions;

/// <summary>
/// How a session begins on the silo of the caller's process. An interface of its own, because <see cref="SessionPlacement"/> sees the interface of a call, and neither the method nor the
/// caller.
/// </summary>
[Alias("sg.session-start")]
public interface ISessionStart : IGrainWithStringKey
{
    /// <summary>
    /// Opens the session. The id is new, so nothing is read. Orleans checks for timeouts once a second, so a call is given up in its third second, which leaves
    /// the caller time to retry within the 5 s of its own client.
    /// </summary>
    [Alias("start"), ResponseTimeout("00:00:02")] Task Start(StartRequest request);

    /// <summary>Stores a downloaded session and closes it. Repeating the call changes nothing.</summary>
    [Alias("submit")] Task SubmitDownloaded(StartRequest request, PlayerEvent[] events);
}
