namespace SessionGrains.Bench.Cost;

/// <summary>
/// The sessions that a subject keeps alive, one slot each, in plain arrays: a million must not weigh on the load generator. A slot whose session has
/// ended gets a new one at its next turn.
/// </summary>
internal sealed class LivePool(int capacity)
{
    public const int IdLength = 64;

    private const int Titles = 20;

    private readonly byte[] _ids = new byte[(long)capacity * IdLength];
    private readonly long[] _ts = new long[capacity];
    private readonly int[] _playheadTenths = new int[capacity];
    private readonly short[] _step = new short[capacity];
    private readonly bool[] _isBusy = new bool[capacity];
    private int _visitors;

    /// <summary>Slots in all.</summary>
    public int Capacity => capacity;

    /// <summary>Slots that have, or had, a session: the first ones.</summary>
    public int Count { get; set; }

    /// <summary>The session's place in the <see cref="ViewerHour"/>: the number of its next step; 0 is not started.</summary>
    public ref short Step(int slot) => ref _step[slot];

    /// <summary>A request of this session is on its way.</summary>
    public ref bool IsBusy(int slot) => ref _isBusy[slot];

    public ReadOnlySpan<byte> Id(int slot) => _ids.AsSpan(slot * IdLength, IdLength);

    /// <summary>Writes the request that opens a session in this slot, at the present time of its player.</summary>
    public void WriteStart(RequestBuffer into, int slot, EventTemplate start)
    {
        _ts[slot] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        _playheadTenths[slot] = 0;
        into.Begin();
        into.End(start.Write(into.Body, _ts[slot], 0, _visitors++, slot % Titles), default);
    }

    /// <summary>Writes an event of the slot's session, so many ms after its last one.</summary>
    public void WriteEvent(RequestBuffer into, int slot, EventTemplate template, int afterMs, bool movesPlayhead)
    {
        _ts[slot] += afterMs;
        if (movesPlayhead)
            _playheadTenths[slot] += afterMs / 100;

        into.Begin();
        var length = template.Write(into.Body, _ts[slot], _playheadTenths[slot], 0, 0, Id(slot));
        if (template.EdgeType is { } type)
            into.EndEdge(length, type);
        else
            into.End(length, Id(slot));
    }

    /// <summary>Keeps the id that the answer to <see cref="WriteStart"/> gave. The session's next step is the first after its start.</summary>
    public void Opened(int slot, ReadOnlySpan<byte> id)
    {
        id.CopyTo(_ids.AsSpan(slot * IdLength, IdLength));
        _step[slot] = 1;
    }
}
