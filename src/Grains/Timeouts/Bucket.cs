using System.Collections;

namespace SessionGrains.Timeouts;

/// <summary>
/// Things to be looked at later, in no particular order, as many as may come. In pieces: a list that doubles would have half of its memory empty, and be
/// copied each time.
/// </summary>
internal sealed class Bucket<T> : IEnumerable<T>
{
    private const int FirstChunk = 4;
    private const int MaxChunk = 256;

    private readonly List<T[]> _pieces = [];

    /// <summary>How many of the last piece are taken.</summary>
    private int _taken;

    public void Add(T item)
    {
        if (_pieces.Count == 0 || _taken == _pieces[^1].Length)
        {
            _pieces.Add(new T[_pieces.Count == 0 ? FirstChunk : Math.Min(2 * _taken, MaxChunk)]);
            _taken = 0;
        }

        _pieces[^1][_taken++] = item;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < _pieces.Count; i++)
        {
            var length = i == _pieces.Count - 1 ? _taken : _pieces[i].Length;
            for (var j = 0; j < length; j++)
            {
                yield return _pieces[i][j];
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
