using SessionGrains.Stores;

namespace SessionGrains.Sessions;

/// <summary>A session that can be erased, keyed by its id.</summary>
[Alias("sg.erasable-session")]
internal interface IErasableSession : IGrainWithStringKey
{
    /// <summary>
    /// Erases everything that is stored of the session, readable or not, and its report, and has it leave memory. Later calls find no session; those under way fail or find none. Does nothing if there is none.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, or is no <see cref="IErasableStore"/>.</exception>
    [Alias("erase")] Task EraseSession();
}
