using System.Collections;

namespace SessionGrains.Timeouts;

/// <summary>An unordered list of any length, in chunks: a list that doubles would leave half of its memory empty and copy it each time.</summary>
internal sealed class Bucket<T> : IEnumerable<T>
{
    private const int FirstChunk = 4;
    private const int MaxChunk = 256;

    private readonly List<T[]> _chunks = [];

    /// <summary>Number of items in the last chunk.</summary>
    private int _countInLast;

    public void Add(T item)
    {
        if (_chunks.Count == 0 || _countInLast == _chunks[^1].Length)
        {
            _chunks.Add(new T[_chunks.Count == 0 ? FirstChunk : Math.Min(2 * _countInLast, MaxChunk)]);
            _countInLast = 0;
        }

        _chunks[^1][_countInLast++] = item;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < _chunks.Count; i++)
        {
            var length = i == _chunks.Count - 1 ? _countInLast : _chunks[i].Length;
            for (var j = 0; j < length; j++)
            {
                yield return _chunks[i][j];
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
