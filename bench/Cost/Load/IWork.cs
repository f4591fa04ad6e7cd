namespace SessionGrains.Bench.Cost;

/// <summary>A kind of load: which request is next. Called by the load thread alone.</summary>
internal interface IWork
{
    /// <summary>Writes the next request and returns the slot of its session; -1: there is no more.</summary>
    int Next(RequestBuffer into);

    /// <summary>The request of this slot was answered as it should; <paramref name="id"/> is the new session's, empty for an event.</summary>
    void Answered(int slot, ReadOnlySpan<byte> id);
}
