using Orleans.Concurrency;

namespace SessionGrains.Erasure;

/// <summary>Erases viewers out of the store and the sinks, one erasure after another (docs/privacy.md). One in the cluster: key 0.</summary>
[Alias("sg.eraser")]
public interface IEraser : IGrainWithIntegerKey
{
    /// <summary>Takes an erasure; durable on return. It goes on whatever happens to this process.</summary>
    /// <param name="viewer">An id of the viewer, as sent with the sessions.</param>
    /// <returns>The receipt, which changes until the erasure is done.</returns>
    /// <exception cref="ErasureRefusedException">This store cannot erase, or too many erasures are under way.</exception>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer: nothing was taken, or it is not known.</exception>
    [Alias("request")] Task<ErasureReceipt> Request(string viewer);

    /// <summary>The receipt of an erasure; null if there is none with this id.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("read")] Task<ErasureReceipt?> Read(string id);

    /// <summary>Goes on with what is not done. Returns at once.</summary>
    [Alias("wake"), OneWay] Task Wake();
}

/// <summary>An erasure was not taken.</summary>
[GenerateSerializer, Alias("sg.erasure-refused")]
public sealed class ErasureRefusedException : Exception
{
    public ErasureRefusedException()
    {
    }

    public ErasureRefusedException(string message)
        : base(message)
    {
    }

    public ErasureRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it is refused for ever, as by a store that cannot erase.</summary>
    [Id(0)] public bool IsFinal { get; init; }
}
